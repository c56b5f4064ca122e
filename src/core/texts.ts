// Made by `npm run texts` from config/locales: what each text takes. Not to be changed by hand.
import type { Words } from './message.ts';

type Nothing = Readonly<Record<never, never>>;

/** Every text of ours by its key, with what it has to be given. */
export interface Texts {
  readonly 'change.correction': Nothing;
  readonly 'change.denial': Nothing;
  readonly 'change.died': { readonly gender: string };
  readonly 'change.held': Nothing;
  readonly 'change.other': Nothing;
  readonly 'change.promise': Nothing;
  readonly 'change.released': { readonly gender: string };
  readonly 'change.reported': Nothing;
  readonly 'change.sign-of-life': Nothing;
  readonly 'change.talks': Nothing;
  readonly 'claim.denial': { readonly event: string; readonly word: Words };
  readonly 'claim.fact': { readonly word: Words };
  readonly 'claim.hypothetical': { readonly word: Words };
  readonly 'claim.negotiation': { readonly event: string; readonly word: Words };
  readonly 'claim.promise': { readonly event: string; readonly word: Words };
  readonly 'event': { readonly event: string; readonly word: Words };
  readonly 'situation.dead': { readonly gender: string };
  readonly 'situation.held': Nothing;
  readonly 'situation.released': Nothing;
  readonly 'situation.unknown': Nothing;
  readonly 'source.record': Nothing;
  readonly 'source.report': { readonly n: Words };
  readonly 'source.state': { readonly country: string; readonly name: Words; readonly word: Words };
  readonly 'source.via': { readonly speaker: Words; readonly via: Words };
  readonly 'standing.authority': Nothing;
  readonly 'standing.confirmed': { readonly n: number };
  readonly 'standing.none': Nothing;
  readonly 'standing.reported': Nothing;
  readonly 'standing.unconfirmed': Nothing;
  readonly 'when.week': { readonly day: Words };
  readonly 'when.weekSince': { readonly day: Words };
}
