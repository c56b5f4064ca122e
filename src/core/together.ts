/** One event, one message: which changes are told in one, and by which of them that message is known. */
import type { Watch } from './evidence.ts';
import { voiceOf } from './telling.ts';
import { CAPTIVITY } from './situation-rules.ts';
import type { Change, ChangeKind } from './situation.ts';

/** What tells one change from all others. */
export type ChangeName = Pick<Change, 'subject' | 'kind' | 'ordinal'>;

/** Changes that one report brings and one message tells. */
export interface Together {
  readonly kind: ChangeKind;
  /** The change that the message has its id from: see `leadOf`. */
  readonly lead: Pick<Change, 'subject' | 'ordinal'>;
  /** In the watchlist's order, whatever the report's; never empty. */
  readonly changes: readonly Change[];
}

/**
 * The changes of one report, those of one kind together: two women freed are one message, one freed and one dead are two. Who
 * is promised something by another voice, or something else, stands apart, or the words would be put into a wrong mouth.
 *
 * @param changes of one report
 */
export function toldTogether(changes: readonly Change[], watch: Watch): readonly Together[] {
  const places = new Map([...watch.subjects.keys()].map((id, at) => [id, at]));
  const inOrder = changes.toSorted((a, b) => (places.get(a.subject) ?? 0) - (places.get(b.subject) ?? 0));
  return [...Map.groupBy(inOrder, (change) => sameNews(change, watch)).values()].flatMap((together) => {
    const [first] = together;
    return first === undefined
      ? []
      : [{ kind: first.kind, lead: leadOf(together, first), changes: together }];
  });
}

/**
 * The first subject in the order of ids, by its first change. It does not depend on who subscribes to whom nor on the order in
 * which a report names people, so that a repeat, or another outlet's report of the same, comes to the same id.
 */
function leadOf(together: readonly Change[], first: Change): Together['lead'] {
  const { subject, ordinal } = together.reduce(
    (lead, one) =>
      one.subject < lead.subject || (one.subject === lead.subject && one.ordinal < lead.ordinal) ? one : lead,
    first,
  );
  return { subject, ordinal };
}

/** Equal for what makes one heading and one sentence. */
function sameNews({ subject, kind, claim, after, corrects }: Change, watch: Watch): string {
  // Of people without names nobody can say whether they are the same as others.
  const whose = watch.subjects.get(subject)?.kind === 'captive' ? '' : subject;
  const rules = watch.rules ?? CAPTIVITY;
  const said = `${claim.event}/${claim.modality}`;
  if (kind === 'correction') return `${kind} ${whose} ${corrects?.kind ?? ''} ${after.situation}`;
  if (rules.situations[after.situation]?.told === kind && claim.modality === 'fact')
    return `${kind} ${whose} ${after.situation}`;
  if (kind === 'sign-of-life') return `${kind} ${whose} ${said}`;
  return `${kind} ${whose} ${said} ${voiceOf(claim, watch) ?? ''}`;
}
