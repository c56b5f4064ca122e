/** docs/configuration.md, made from the schemas so that it cannot say anything else than the program does. */
import { z } from 'zod';
import { VARIABLES } from './environment.ts';
import { feedsFile, settingsFile } from './schema.ts';

type Shape = z.core.JSONSchema._JSONSchema;

const HEAD = `# Configuration

<!-- Made from src/config/schema.ts and src/config/environment.ts by \`npm run docs\`. Do not edit here. -->

wirewatch reads three files from one folder (\`config/\`): \`wirewatch.yaml\` and \`feeds.yaml\`, described here, and
\`watchlist.yaml\`, whom and what it watches. Tokens come from the environment only.

These three are all that a folder of your own needs. What lies beside them in the project's is taken from the project where yours does
not have it: \`lexicon/\` (in which words events are told; yours replaces all of it), \`names.yaml\` (words
beside a name that say whose it is), \`given-names.yaml\`, \`situations/\`, \`themes.yaml\`, \`counts.yaml\`, \`derive.yaml\`, \`locales/\`
(language by language), and the dossiers of \`seeds/\` beside the folder. A watch with situations of its own needs a lexicon of its own.

Every setting has a default, and \`wirewatch.yaml\` may be missing. A mistake stops the start: all of them are named at once, each with its file,
its line and what to do, and the exit code is 2. A name that is not known is a mistake too. \`wirewatch doctor\` checks the files without
starting anything.

How values are written:

- **length of time**: \`30s\`, \`10m\`, \`2h\`, \`7d\`; **size**: \`512 KB\`, \`8 MB\`, \`1 GB\` (of 1,024)
- **time of day**: \`09:00\`, 24 hours; **hours**: \`23:00-07:00\`, over midnight too
- **time zone**: the IANA name, \`Asia/Jerusalem\`, never an offset: offsets are wrong half of the year
`;

/** The whole page. */
export function documentSettings(): string {
  return [
    HEAD,
    '## wirewatch.yaml\n',
    ...sections(z.toJSONSchema(settingsFile, { io: 'input' })),
    '## feeds.yaml\n',
    'Which feeds the project brings, and where their addresses were found: [feeds.md](feeds.md).\n',
    ...sections(z.toJSONSchema(feedsFile, { io: 'input' })),
    environment(),
  ].join('\n');
}

/** The plain settings of a level as a table, then each group below a heading of its own. */
function sections(root: Shape, path = ''): string[] {
  const members = Object.entries(propertiesOf(root));
  const groups = members.flatMap(([name, shape]) => {
    const inner = groupIn(shape);
    return inner === null ? [] : [{ name, shape, ...inner }];
  });
  const plain = members.filter(([name]) => !groups.some((group) => group.name === name));
  const required = requiredOf(root);
  const parts: string[] = [];
  if (plain.length > 0) {
    parts.push(
      [
        '| setting | default | what it does |',
        '| --- | --- | --- |',
        ...plain.map(([name, shape]) =>
          row(path === '' ? `\`${name}\`` : `\`${path}.${name}\``, required.includes(name), shape),
        ),
      ].join('\n') + '\n',
    );
  }
  for (const { name, shape, group, kind } of groups) {
    const full = path === '' ? name : `${path}.${name}`;
    const intro = [descriptionOf(shape), kind === 'one' ? '' : `${LISTED[kind]} ${descriptionOf(group)}`];
    parts.push(`### ${full}\n`, `${intro.join(' ').trim()}\n`);
    parts.push(...sections(group, kind === 'one' ? full : ''));
  }
  return parts;
}

const LISTED = { list: 'A list; each member:', byId: 'By id; each member:' } as const;

/** The group of settings behind a setting: itself, or what its list or map is made of. */
function groupIn(shape: Shape): { readonly group: Shape; readonly kind: 'one' | 'list' | 'byId' } | null {
  if (typeof shape !== 'object') return null;
  if (shape.properties !== undefined) return { group: shape, kind: 'one' };
  const { items, additionalProperties } = shape;
  if (items !== undefined && !Array.isArray(items) && isGroup(items)) return { group: items, kind: 'list' };
  if (additionalProperties !== undefined && isGroup(additionalProperties)) {
    return { group: additionalProperties, kind: 'byId' };
  }
  return null;
}

function isGroup(shape: Shape): boolean {
  return typeof shape === 'object' && shape.properties !== undefined;
}

function propertiesOf(shape: Shape): Readonly<Record<string, Shape>> {
  return typeof shape === 'object' ? (shape.properties ?? {}) : {};
}

function requiredOf(shape: Shape): readonly string[] {
  return typeof shape === 'object' ? (shape.required ?? []) : [];
}

function descriptionOf(shape: Shape): string {
  return typeof shape === 'object' ? (shape.description ?? '') : '';
}

function row(name: string, required: boolean, shape: Shape): string {
  return `| ${name} | ${required ? '*must be set*' : defaultOf(shape)} | ${cell(`${descriptionOf(shape)}${choices(shape)}`)} |`;
}

function defaultOf(shape: Shape): string {
  const value = typeof shape === 'object' ? shape.default : undefined;
  if (value === undefined) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** The words to choose from, and the bounds of a number. */
function choices(shape: Shape): string {
  if (typeof shape !== 'object') return '';
  if (shape.enum !== undefined)
    return ` One of ${shape.enum.map((word) => `\`${String(word)}\``).join(', ')}.`;
  if (shape.type === 'integer' && shape.minimum !== undefined && shape.maximum !== undefined) {
    return ` ${String(shape.minimum)} to ${String(shape.maximum)}.`;
  }
  return '';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function environment(): string {
  return `## The environment

The variables below win over the files. They are also read from a file \`.env\` in the folder where wirewatch is started (the real
environment wins over it). An empty variable counts as not set.

A secret can lie in a file instead, as Docker and systemd hand them over: \`NAME_FILE\` names it, and its content is taken without
the blanks around it. Setting both is a mistake. Secrets are never printed, neither in logs nor in messages.

| variable | secret, has a \`_FILE\` twin | what it does |
| --- | --- | --- |
${VARIABLES.map(({ name, secret, describe }) => `| \`${name}\` | ${secret ? 'yes' : 'no'} | ${cell(describe)} |`).join('\n')}
`;
}
