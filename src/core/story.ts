/** Entries about one event, across languages. */
export interface Story {
  readonly id: string;
  /** In order of joining; the first one made it. */
  readonly entries: readonly StoryEntry[];
  readonly subjects: readonly string[];
  readonly topics: readonly string[];
  /** What is claimed in it, as `subject:event/modality`: what tells one event from another. */
  readonly events: readonly string[];
  /** ms */
  readonly openedAt: number;
  readonly updatedAt: number;
  /** What was told of it, so that later entries edit the message instead of making another. */
  readonly alerts: readonly StoryAlert[];
}

export interface StoryEntry {
  readonly entry: string;
  readonly source: string;
  /** Who the text really comes from: the agency copied, else the source. */
  readonly origin: string;
  readonly url: string | null;
  /** Empty where the headline must not be shown. */
  readonly title: string;
  readonly language: string;
  readonly saidAt: number;
  /** Why it is in this story, for `/why`. */
  readonly because: string;
}

export interface StoryAlert {
  readonly subject: string;
  readonly kind: string;
  readonly ordinal: number;
}
