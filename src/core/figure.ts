import type { EventDay } from './claim.ts';

/** A few of our own words in several languages; `en` is always there. */
export type Wording = Readonly<Record<string, string>>;

/** The words for a reader of `language`, falling back to English. */
export function worded(wording: Wording, language: string): string {
  return wording[language] ?? wording['en'] ?? '';
}

/** A number as a document prints it. Numbers of several documents are never added up or averaged: they stand side by side. */
export interface Figure {
  readonly topic: string;
  /** Subject id of whom it is about, or null: nobody who is watched. */
  readonly about: string | null;
  /** "more than 500" */
  readonly figure: Wording;
  /** What is counted: "Russians who wait to leave Gaza". */
  readonly counts: Wording;
  /** Subject id, or the name as printed; null: the document itself. */
  readonly speaker: string | null;
  readonly via: string | null;
  /** Source id of the document, or `dossier:ID` where its publisher is not known. */
  readonly source: string;
  readonly url: string | null;
  readonly statedAt: EventDay;
  /** From when on it was known, ms. */
  readonly saidAt: number;
}
