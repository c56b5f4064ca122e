import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Claim } from '#core/claim.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { situationOf } from '#core/ledger.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import type { Role, Subject, SubjectKind, Watchlist } from '#core/watchlist.ts';
import { checkDossiers } from '#tests/support/dossiers.ts';
import { claimsOfDossiers, figuresOfDossiers, loadDossiers, readDossier } from '#watchlist/dossier.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { readSituations, unknownTells } from '#watchlist/situations.ts';
import { names } from '#tests/support/names.ts';

const DAY = 24 * 60 * 60_000;
const { dossiers, problems } = await loadDossiers('seeds');
const sources = new Map(
  ['tass', 'ria'].map((id): [string, Source] => [
    id,
    { id, name: id.toUpperCase(), reliability: 'C', stateMedia: 'Russia', agency: true },
  ]),
);

function subject(id: string, kind: SubjectKind, role: Role | null, from: readonly string[] = []): Subject {
  const authorityFor = role === 'authority' ? ['*'] : [];
  return {
    id,
    kind,
    names: { en: id },
    gender: null,
    relatives: [],
    role,
    authorityFor,
    voice: null,
    dossiers: from,
  };
}

const CAPTIVES = [
  'trufanov',
  'herkin',
  'krivoi',
  'yelena-trufanova',
  'irena-tati',
  'sapir-cohen',
  'vitaly-trufanov',
  'kozlov',
  'lobanov',
];
const watch: Watchlist = {
  subjects: new Map(
    [
      ...CAPTIVES.map((id) => subject(id, 'captive', null)),
      subject('israel', 'body', 'authority'),
      subject('red-cross', 'body', 'authority'),
      subject('hamas', 'body', 'captor'),
      subject('islamic-jihad', 'body', 'captor'),
    ].map((one) => [one.id, one]),
  ),
  topics: new Map(),
};

/** At the end of a day. */
function standing(id: string, day: string): ReturnType<typeof situationOf> {
  const now = Date.parse(`${day}T23:59:59Z`);
  const claims = claimsOfDossiers(dossiers, now, sources).filter((claim) => claim.subject === id);
  return situationOf(claims, watch, now);
}

function daysSinceAttack(to: string): number {
  return (Date.parse(to) - Date.parse('2023-10-07')) / DAY + 1;
}

describe('the dossiers of the five reports and the public record', () => {
  it('are all there and well written', () => {
    expect(problems).toEqual([]);
    expect(dossiers.map((dossier) => dossier.id)).toEqual([
      '000',
      '001',
      '002',
      '003',
      '004',
      'public-record',
    ]);
    expect(dossiers.filter((dossier) => dossier.kind === 'record').map((dossier) => dossier.id)).toEqual([
      'public-record',
    ]);
  });

  it.each([
    ['trufanov', 'released', '2025-02-15'],
    ['herkin', 'released', '2025-10-13'],
    ['krivoi', 'released', '2023-11-26'],
    ['yelena-trufanova', 'released', '2023-11-29'],
    ['irena-tati', 'released', '2023-11-29'],
    ['sapir-cohen', 'released', '2023-11-30'],
    ['kozlov', 'released', '2024-06-08'],
    ['vitaly-trufanov', 'dead', '2023-10-07'],
  ])('say today that %s is %s since %s, confirmed', (id, situation, since) => {
    expect(standing(id, '2026-11-21')).toMatchObject({
      situation,
      standing: 'confirmed',
      since: { day: since, precision: 'day' },
    });
  });

  it('say that Lobanov died in the week before his body was found, not on that day', () => {
    expect(standing('lobanov', '2026-11-21')).toMatchObject({
      situation: 'dead',
      standing: 'confirmed',
      since: { day: '2024-08-26', precision: 'week' },
      contradictions: [],
    });
  });

  it('count captivity as the record does: both ends, 498 and 738 days', () => {
    expect(daysSinceAttack(standing('trufanov', '2026-11-21').since?.day ?? '')).toBe(498);
    expect(daysSinceAttack(standing('herkin', '2026-11-21').since?.day ?? '')).toBe(738);
  });

  it('tell nothing before it was said', () => {
    expect(standing('trufanov', '2023-10-06').situation).toBe('unknown');
    expect(standing('trufanov', '2025-02-14').situation).toBe('held');
    expect(standing('trufanov', '2025-02-14').lastPromise?.speaker).toBe('hamas');
    expect(standing('trufanov', '2025-02-05').lastPromise).toMatchObject({
      speaker: 'abu-marzouk',
      via: 'ria',
    });
    expect(standing('lobanov', '2024-08-30').situation).toBe('held');
  });

  it('leave the day itself to the news', () => {
    const noon = Date.parse('2025-02-15T12:00:00Z');
    const claims = claimsOfDossiers(dossiers, noon, sources).filter((claim) => claim.subject === 'trufanov');
    expect(situationOf(claims, watch, noon).situation).toBe('held');
  });

  it('fit the watchlist, both ways', async () => {
    const file = 'config/watchlist.yaml';
    const read = loadWatchlist(await readFile(file, 'utf8'), file, names);
    expect(read.ok ? checkDossiers(dossiers, read.watchlist) : read.problems).toEqual([]);
  });

  it('make the status true by the real watchlist: who is an authority is written there', async () => {
    const file = 'config/watchlist.yaml';
    const read = loadWatchlist(await readFile(file, 'utf8'), file, names);
    const now = Date.parse('2026-11-21');
    const claims = claimsOfDossiers(dossiers, now, sources).filter((claim) => claim.subject === 'trufanov');
    expect(read.ok ? situationOf(claims, read.watchlist, now) : null).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
      since: { day: '2025-02-15' },
    });
  });

  it('show that two reports differ on the day of Krivoi instead of hiding it', () => {
    const krivoi = standing('krivoi', '2024-03-01');
    expect(krivoi.since?.day).toBe('2023-11-26');
    expect(krivoi.contradictions.map((claim) => [claim.source, claim.eventAt?.day])).toEqual([
      ['dossier:003', '2023-11-24'],
    ]);
    expect(krivoi.contradictions[0]?.note).toContain('26 November');
  });

  it('hold a report back until its own date, whatever it says of earlier days', () => {
    const of = (day: string): number =>
      claimsOfDossiers(dossiers, Date.parse(`${day}T23:59:59Z`), sources).filter(
        (claim) => claim.source === 'dossier:003',
      ).length;
    expect(of('2024-02-07')).toBe(0);
    expect(of('2024-02-08')).toBe(4);
    // Only the month of report 002 is known: it counts when that month is over.
    const november = claimsOfDossiers(dossiers, Date.parse('2023-11-29T23:59:59Z'), sources).map(
      (claim) => claim.source,
    );
    expect(november).not.toContain('dossier:002');
  });

  it('keep their figures apart, each with its speaker', () => {
    const figures = figuresOfDossiers(dossiers, Date.parse('2026-11-21'));
    expect(figures.map(({ figure }) => figure['en'])).toEqual(
      expect.arrayContaining(['at least two', 'eight citizens', 'more than 500', 'more than 900']),
    );
  });

  it('tell no number before it was printed', () => {
    const figures = figuresOfDossiers(dossiers, Date.parse('2023-11-15')).map(({ figure }) => figure['en']);
    expect(figures).toContain('at least two');
    expect(figures).not.toContain('more than 900');
  });

  it('give each claim an id of its own, the same each time', () => {
    const once = claimsOfDossiers(dossiers, Date.parse('2026-11-21'), sources).map((claim) => claim.id);
    expect(new Set(once).size).toBe(once.length);
    expect(claimsOfDossiers(dossiers, Date.parse('2026-11-21'), sources).map((claim) => claim.id)).toEqual(
      once,
    );
  });

  it('hold nothing that may hurt: no military role, no health', async () => {
    for (const dossier of dossiers) {
      const text = await readFile(dossier.file, 'utf8');
      expect(text).not.toMatch(/soldier|serviceman|military role|injur|wound(?!ed: \{\})|sick|illness/i);
    }
  });
});

describe('a dossier that is badly written', () => {
  const good = `id: '900'
kind: report
title: A test
source: { id: null, name: unknown, url: null }
date: 2024-01-02
language: en
people: [{ subject: trufanov, says: named }]
bodies: []
places: []
topics: []
claims:
  - { subject: trufanov, event: held, modality: fact, speaker: null, statedAt: 2024-01-02, words: He is held. }
figures: []
conflicts: []
`;

  it('is named with its line', () => {
    const broken = good
      .replace('modality: fact', 'modality: rumour')
      .replace('date: 2024-01-02', 'date: 2024-13-02');
    const reading = readDossier('seeds/900.yaml', broken);
    expect(reading.ok).toBe(false);
    expect(reading.ok ? [] : reading.problems.map((problem) => [problem.file, problem.line])).toEqual([
      ['seeds/900.yaml', 5],
      ['seeds/900.yaml', 12],
    ]);
  });

  it('does not fit a watchlist that lacks its people, or subjects that name no dossier', () => {
    const reading = readDossier('seeds/900.yaml', good);
    const dossier = reading.ok ? reading.value : null;
    expect(dossier).not.toBeNull();
    const held = dossier === null ? [] : [dossier];
    const fits: Watchlist = {
      subjects: new Map([['trufanov', subject('trufanov', 'captive', null, ['900'])]]),
      topics: new Map(),
    };
    expect(checkDossiers(held, fits)).toEqual([]);
    const lacks: Watchlist = {
      subjects: new Map([
        ['herkin', subject('herkin', 'captive', null)],
        ['kozlov', subject('kozlov', 'captive', null, ['900'])],
      ]),
      topics: new Map(),
    };
    expect(checkDossiers(held, lacks).map((problem) => problem.what)).toEqual([
      'trufanov is not on the watchlist',
      'herkin names no dossier',
      'kozlov is not in the dossier 900',
    ]);
  });
});

describe('config/situations/captivity.yaml', () => {
  it('says what the program does without it', async () => {
    const file = 'config/situations/captivity.yaml';
    const reading = readSituations(file, await readFile(file, 'utf8'));
    expect(reading).toEqual({ ok: true, value: CAPTIVITY });
  });

  it('is refused with a line when it names an event that there is not', () => {
    const reading = readSituations('x.yaml', 'situations: {}\nevents:\n  eloped: { shows: held }\n');
    expect(reading.ok ? [] : reading.problems.map((problem) => problem.line)).toContain(3);
  });
});

it('a topic that tells of what cannot happen in this watch is named', () => {
  const names = { en: 'x' };
  const topics = [
    { id: 'release', names, tells: ['released', 'released/promise'], dossiers: [] },
    { id: 'weddings', names, tells: ['eloped/fact'], dossiers: [] },
  ];
  expect(unknownTells(topics, CAPTIVITY, 'w.yaml')).toMatchObject([
    { file: 'w.yaml', what: 'The topic weddings tells of "eloped/fact", which this watch does not know' },
  ]);
});

describe('one voice is one origin', () => {
  const loaded = loadWatchlist(readFileSync('config/watchlist.yaml', 'utf8'), 'config/watchlist.yaml', names);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { watchlist } = loaded;

  it('a state with its officials and its media, in dossiers and in the news', () => {
    const voices = ['russian-foreign-ministry', 'kremlin', 'peskov', 'zakharova'].map(
      (id) => watchlist.subjects.get(id)?.voice,
    );
    expect(new Set(voices)).toEqual(
      new Set([originOf({ id: 'tass', stateMedia: 'Russia' }), originOf({ id: 'rt', stateMedia: 'Russia' })]),
    );
    const viaRia = claimsOfDossiers(dossiers, Date.parse('2026-11-21'), sources).filter(
      (claim) => claim.via === 'ria' && (claim.speaker === null || !watchlist.subjects.has(claim.speaker)),
    );
    for (const claim of viaRia) expect(claim.origin).toBe('state:Russia');
    const told = (speaker: string | null, origin: string): Claim => ({
      id: `${origin} ${String(speaker)}`,
      subject: 'herkin',
      event: 'released',
      modality: 'fact',
      speaker,
      via: null,
      source: 'tass',
      origin,
      quote: null,
      statedAt: Date.parse('2025-02-01'),
      eventAt: { day: '2025-02-01', precision: 'day' },
      background: false,
      rule: 'test',
      from: { kind: 'entry', entry: 'e', url: null },
      note: null,
      weighed: false,
    });
    const stand = (...claims: Claim[]) => situationOf(claims, watchlist, Date.parse('2025-02-02'));
    const agency = told(null, 'state:Russia');
    expect(stand(agency, told('peskov', 'peskov'))).toMatchObject({ standing: 'reported', origins: 1 });
    expect(stand(agency, told(null, 'gazette'))).toMatchObject({ standing: 'confirmed', origins: 2 });
  });

  it('a captor and the body that he speaks for', () => {
    expect(watchlist.subjects.get('abu-marzouk')?.voice).toBe('hamas');
  });
});
