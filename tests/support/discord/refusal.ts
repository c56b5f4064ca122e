/** Nested as the service nests them: `{embeds: {0: {title: {_errors: [{code, message}]}}}}`. */
export type FormErrors = Readonly<Record<string, unknown>>;

/** A refusal as Discord words it: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: FormErrors | null;
  /** No bot should ever cause it, whatever the circumstances. */
  readonly faultOfTheBot: boolean;

  constructor(
    status: number,
    code: number,
    message: string,
    more: { readonly errors?: FormErrors; readonly faultOfTheBot?: boolean } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.errors = more.errors ?? null;
    this.faultOfTheBot = more.faultOfTheBot ?? false;
  }
}

/** The refusals that the stand-in can give, by what went wrong. */
export const refusals = {
  unauthorized: () => new Refusal(401, 0, '401: Unauthorized'),
  noSuchRoute: () => new Refusal(404, 0, '404: Not Found', { faultOfTheBot: true }),
  unknownChannel: () => new Refusal(404, 10003, 'Unknown Channel'),
  unknownGuild: () => new Refusal(404, 10004, 'Unknown Guild'),
  unknownMember: () => new Refusal(404, 10007, 'Unknown Member'),
  unknownMessage: () => new Refusal(404, 10008, 'Unknown Message'),
  unknownUser: () => new Refusal(404, 10013, 'Unknown User'),
  unknownWebhook: () => new Refusal(404, 10015, 'Unknown Webhook'),
  unknownInteraction: () => new Refusal(404, 10062, 'Unknown interaction'),
  unknownCommand: () => new Refusal(404, 10063, 'Unknown application command'),
  unknownTag: () => new Refusal(400, 10087, 'Unknown tag'),
  tooManyCommands: () => new Refusal(400, 30032, 'Maximum number of application commands reached (100).'),
  tooManyCommandCreates: () =>
    new Refusal(400, 30034, 'Max number of daily application command creates has been reached (200)'),
  tooLarge: () => new Refusal(413, 40005, 'Request entity too large'),
  alreadyCrossposted: () => new Refusal(400, 40033, 'This message has already been crossposted.'),
  alreadyAcknowledged: () => new Refusal(400, 40060, 'Interaction has already been acknowledged.'),
  tagRequired: () => new Refusal(400, 40067, 'A tag is required to create a forum post in this channel'),
  missingAccess: () => new Refusal(403, 50001, 'Missing Access'),
  notYourMessage: () => new Refusal(403, 50005, 'Cannot edit a message authored by another user'),
  emptyMessage: () => new Refusal(400, 50006, 'Cannot send an empty message'),
  closedToMessages: () => new Refusal(403, 50007, 'Cannot send messages to this user'),
  notATextChannel: () => new Refusal(400, 50008, 'Cannot send messages in a non-text channel'),
  missingPermissions: () => new Refusal(403, 50013, 'Missing Permissions'),
  wrongChannelType: () => new Refusal(400, 50024, 'Cannot execute action on this channel type'),
  invalidWebhookToken: () => new Refusal(401, 50027, 'Invalid Webhook Token'),
  archivedThread: () => new Refusal(400, 50083, 'Thread is archived'),
  threadLocked: () => new Refusal(400, 160005, 'Thread is locked'),
  invalidJson: () => new Refusal(400, 50109, 'The request body contains invalid JSON.'),
} as const;

/** 50035 at one place of the form. */
export function invalidForm(
  path: readonly (string | number)[],
  message: string,
  code = 'BASE_TYPE_INVALID',
): Refusal {
  return new Refusal(400, 50035, 'Invalid Form Body', { errors: nest(path, code, message) });
}

/** What the real service would let pass or word in a way nobody wrote down: refused here, stricter is safe. */
export function notDocumented(path: readonly (string | number)[], message: string): Refusal {
  return new Refusal(400, 50035, 'Invalid Form Body', {
    errors: nest(path, 'STAND_IN', `${message} (stand-in: not documented)`),
    faultOfTheBot: true,
  });
}

function nest(path: readonly (string | number)[], code: string, message: string): FormErrors {
  return path.reduceRight<FormErrors>((inner, key) => ({ [String(key)]: inner }), {
    _errors: [{ code, message }],
  });
}

/** The refusal in one line, for the journal. */
export function describeRefusal(refusal: Refusal): string {
  const errors = refusal.errors === null ? '' : ` ${JSON.stringify(refusal.errors)}`;
  return `${String(refusal.code)} ${refusal.message}${errors}`;
}
