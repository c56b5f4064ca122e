/** A refusal as the Bot API words it: https://core.telegram.org/bots/api#making-requests */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: { readonly migrate_to_chat_id?: number; readonly retry_after?: number } | null;
  /** No bot should ever cause it: an unknown method or field, a request before `retry_after` has passed. */
  readonly faultOfTheBot: boolean;

  constructor(
    code: number,
    description: string,
    more: {
      readonly parameters?: { readonly migrate_to_chat_id?: number; readonly retry_after?: number };
      readonly faultOfTheBot?: boolean;
    } = {},
  ) {
    super(description);
    this.name = 'Refusal';
    this.code = code;
    this.parameters = more.parameters ?? null;
    this.faultOfTheBot = more.faultOfTheBot ?? false;
  }
}

/**
 * 400 in the server's wording: the first letter is made small unless the text is an UPPER_CASE code
 * (tdlib/telegram-bot-api, Client::fail_query_with_error).
 */
export function badRequest(reason: string): Refusal {
  const code = /^[A-Z0-9_]+$/.test(reason);
  const text = code ? reason : reason.charAt(0).toLowerCase() + reason.slice(1);
  return new Refusal(400, `Bad Request: ${text}`);
}

/** 403. */
export function forbidden(reason: string): Refusal {
  return new Refusal(403, `Forbidden: ${reason}`);
}

/** What the real server would let pass or word in a way nobody wrote down: refused here, stricter is safe. */
export function notDocumented(reason: string): Refusal {
  return new Refusal(400, `Bad Request: ${reason} (stand-in: not documented)`, { faultOfTheBot: true });
}
