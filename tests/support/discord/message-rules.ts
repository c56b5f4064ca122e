/**
 * What Discord refuses in a message and its published schema does not say. Limits:
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits and
 * https://discord.com/developers/docs/components/reference
 */
import { z } from 'zod';
import { invalidForm, notDocumented, refusals } from './refusal.ts';

const CONTENT_LIMIT = 2000;
const EMBEDS_TOTAL_LIMIT = 6000;
const ROWS_LIMIT = 5;
const BUTTONS_A_ROW = 5;
/** https://discord.com/developers/docs/resources/message#message-object-message-flags */
export const FLAGS = {
  crossposted: 1 << 0,
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

const TEXT = z.string().nullish();
const EMBED = z.looseObject({
  title: TEXT,
  description: TEXT,
  url: TEXT,
  timestamp: TEXT,
  color: z.number().nullish(),
  author: z.looseObject({ name: TEXT, url: TEXT, icon_url: TEXT }).nullish(),
  footer: z.looseObject({ text: TEXT, icon_url: TEXT }).nullish(),
  image: z.looseObject({ url: TEXT }).nullish(),
  thumbnail: z.looseObject({ url: TEXT }).nullish(),
  fields: z.array(z.looseObject({ name: TEXT, value: TEXT })).nullish(),
});
type Embed = z.output<typeof EMBED>;

const COMPONENT = z.looseObject({
  type: z.number(),
  style: z.number().nullish(),
  custom_id: TEXT,
  label: TEXT,
  url: TEXT,
  emoji: z.unknown().optional(),
  components: z.array(z.unknown()).nullish(),
  options: z.array(z.looseObject({ label: z.string(), value: z.string() })).nullish(),
});
type Component = z.output<typeof COMPONENT>;

/** The parts of a message that have rules of their own. */
export const BODY = z.looseObject({
  content: TEXT,
  embeds: z.array(EMBED).nullish(),
  components: z.array(COMPONENT).nullish(),
  flags: z.number().nullish(),
  allowed_mentions: z.unknown().optional(),
  nonce: z.union([z.string(), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
  attachments: z
    .array(z.looseObject({ id: z.union([z.string(), z.number()]), filename: TEXT, description: TEXT }))
    .nullish(),
  sticker_ids: z.array(z.string()).nullish(),
  poll: z.unknown().optional(),
  message_reference: z
    .looseObject({ message_id: z.string().nullish(), fail_if_not_exists: z.boolean().nullish() })
    .nullish(),
});
export type Body = z.output<typeof BODY>;

/**
 * Holds a message, as it would stand after this request, against the rules.
 *
 * @param files names of the files that come with it.
 * @throws Refusal
 */
export function checkMessage(message: Body, files: readonly string[], mayFlag: number): void {
  const content = message.content ?? '';
  if (content.length > CONTENT_LIMIT) {
    throw invalidForm(['content'], 'Must be 2000 or fewer in length.', 'BASE_TYPE_MAX_LENGTH');
  }
  const flags = message.flags ?? 0;
  if ((flags & ~mayFlag) !== 0) throw notDocumented(['flags'], `flags ${String(flags)} cannot be set here`);
  if (message.tts === true) throw notDocumented(['tts'], 'a bot of ours has no reason to speak');
  if (message.poll !== undefined && message.poll !== null)
    throw notDocumented(['poll'], 'polls are not kept here');
  if ((message.sticker_ids ?? []).length > 0)
    throw notDocumented(['sticker_ids'], 'stickers are not kept here');
  const v2 = (flags & FLAGS.componentsV2) !== 0;
  const embeds = message.embeds ?? [];
  const components = message.components ?? [];
  if (v2 && (content !== '' || embeds.length > 0)) {
    throw invalidForm(
      [content === '' ? 'embeds' : 'content'],
      'The field cannot be used when using MessageFlags.IS_COMPONENTS_V2',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    );
  }
  for (const [index, embed] of embeds.entries()) checkEmbed(embed, ['embeds', index], files);
  const total = embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total > EMBEDS_TOTAL_LIMIT) {
    throw invalidForm(['embeds'], 'Embed size exceeds maximum size of 6000', 'MAX_EMBED_SIZE_EXCEEDED');
  }
  checkComponents(components, v2);
  const empty = content.trim() === '' && embeds.length === 0 && files.length === 0;
  if (empty && !(v2 && components.length > 0)) throw refusals.emptyMessage();
}

function checkEmbed(embed: Embed, path: readonly (string | number)[], files: readonly string[]): void {
  const { title, description, author, footer, image, thumbnail, fields } = embed;
  const shows = [title, description, author?.name, footer?.text, image?.url, thumbnail?.url].some(
    (part) => (part ?? '').trim() !== '',
  );
  if (!shows && (fields ?? []).length === 0) {
    throw invalidForm([...path], 'An embed must have something to show', 'BASE_TYPE_REQUIRED');
  }
  for (const [index, field] of (fields ?? []).entries()) {
    for (const part of ['name', 'value'] as const) {
      if ((field[part] ?? '').trim() === '') {
        throw invalidForm([...path, 'fields', index, part], 'This field is required', 'BASE_TYPE_REQUIRED');
      }
    }
  }
  checkUrl(embed.url, [...path, 'url'], []);
  checkUrl(author?.url, [...path, 'author', 'url'], []);
  checkUrl(author?.icon_url, [...path, 'author', 'icon_url'], files);
  checkUrl(footer?.icon_url, [...path, 'footer', 'icon_url'], files);
  checkUrl(image?.url, [...path, 'image', 'url'], files);
  checkUrl(thumbnail?.url, [...path, 'thumbnail', 'url'], files);
}

/** Counted after trimming, as the service does. */
function embedLength(embed: Embed): number {
  const { title, description, author, footer, fields } = embed;
  const parts = [title, description, author?.name, footer?.text];
  for (const field of fields ?? []) parts.push(field.name, field.value);
  return parts.reduce((sum, part) => sum + (part ?? '').trim().length, 0);
}

function checkUrl(
  url: string | null | undefined,
  path: readonly (string | number)[],
  files: readonly string[],
): void {
  if (url === null || url === undefined) return;
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return;
  if (url.startsWith('attachment://') && files.includes(url.slice('attachment://'.length))) return;
  throw invalidForm(
    [...path],
    `Scheme "${url.split(':')[0] ?? ''}" is not supported. Scheme must be one of ('http', 'https').`,
    'URL_TYPE_INVALID_SCHEME',
  );
}

function checkComponents(components: readonly Component[], v2: boolean): void {
  // Layouts of version 2 have rules that the bot does not need, so only what the schema checks is taken of them.
  const rows = v2 ? components.filter((one) => one.type === 1) : components;
  if (!v2 && components.length > ROWS_LIMIT) {
    throw invalidForm(['components'], 'Must be between 1 and 5 in length.', 'BASE_TYPE_BAD_LENGTH');
  }
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const path = ['components', index];
    if (row.type !== 1) throw invalidForm([...path, 'type'], 'Value of field "type" must be one of (1,).');
    const inside = (row.components ?? []).map((one) => COMPONENT.parse(one));
    const buttons = inside.filter((one) => one.type === 2);
    const full =
      buttons.length > 0
        ? buttons.length !== inside.length || buttons.length > BUTTONS_A_ROW
        : inside.length > 1;
    if (full) {
      throw invalidForm(
        path,
        'The component type does not fit in this row',
        'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      );
    }
    for (const [place, component] of inside.entries()) {
      checkComponent(component, [...path, 'components', place], seen);
    }
  }
}

/** https://discord.com/developers/docs/components/reference#string-select ; lengths and their number are in the schema. */
function checkOptions(component: Component, path: readonly (string | number)[]): void {
  const options = component.options ?? [];
  if (component.type === 3 && options.length === 0)
    throw invalidForm([...path, 'options'], 'This field is required', 'BASE_TYPE_REQUIRED');
  const values = options.map((option) => option.value);
  const twice = values.findIndex((value, at) => values.indexOf(value) !== at);
  if (twice !== -1) {
    throw invalidForm(
      [...path, 'options', twice, 'value'],
      'The specified option value is already used',
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    );
  }
}

function checkComponent(component: Component, path: readonly (string | number)[], seen: Set<string>): void {
  const { custom_id: customId, url, style, label, emoji, type } = component;
  if (typeof customId === 'string') {
    if (seen.has(customId)) {
      throw invalidForm(
        [...path, 'custom_id'],
        'Component custom id cannot be duplicated',
        'COMPONENT_CUSTOM_ID_DUPLICATED',
      );
    }
    seen.add(customId);
  }
  if (type !== 2) {
    if (typeof customId !== 'string')
      throw invalidForm([...path, 'custom_id'], 'A custom id is required', 'BASE_TYPE_REQUIRED');
    checkOptions(component, path);
    return;
  }
  if ((label ?? '').trim() === '' && (emoji === undefined || emoji === null)) {
    throw invalidForm([...path], 'A label or an emoji is required', 'BUTTON_COMPONENT_INVALID');
  }
  const link = style === 5;
  if (link && typeof url !== 'string')
    throw invalidForm([...path, 'url'], 'A url is required', 'BUTTON_COMPONENT_URL_REQUIRED');
  if (link && typeof customId === 'string') {
    throw invalidForm(
      [...path, 'custom_id'],
      'A custom id and url cannot both be specified',
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    );
  }
  if (!link && typeof url === 'string') {
    throw invalidForm(
      [...path, 'url'],
      'A custom id and url cannot both be specified',
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
    );
  }
  if (!link && typeof customId !== 'string') {
    throw invalidForm(
      [...path, 'custom_id'],
      'A custom id is required',
      'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED',
    );
  }
  if (link && !/^(https?|discord):\/\//i.test(url ?? '')) {
    throw invalidForm(
      [...path, 'url'],
      `Scheme "${(url ?? '').split(':')[0] ?? ''}" is not supported. Scheme must be one of ('http', 'https', 'discord').`,
      'URL_TYPE_INVALID_SCHEME',
    );
  }
}
