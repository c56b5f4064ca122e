/** The scores of `npm run eval`, on judgements whose errors are known. */
import { describe, expect, test } from 'vitest';
import { readLabels } from '../../eval/labels.ts';
import type { Labelled } from '../../eval/labels.ts';
import { reportText } from '../../eval/report.ts';
import { rates, score } from '../../eval/score.ts';
import type { Judged } from '../../eval/score.ts';

const people = new Set(['anna', 'boris', 'carla']);
const ids = new Map([
  ['the minister', 'minister'],
  ['wire', 'wire'],
]);
const deps = { people, idOf: (written: string) => ids.get(written.toLowerCase()) ?? null };

function labelled(line: object): Labelled {
  const { items, problems } = readLabels(
    JSON.stringify({ id: 'i', lang: 'en', title: 't', relevant: true, subjects: [], ...line }),
    0,
  );
  const [item] = items;
  if (item === undefined) throw new Error(problems.join());
  return item;
}

function judged(
  line: object,
  said: {
    relevant?: boolean;
    people?: readonly string[];
    claims?: readonly Partial<Judged['claims'][number]>[];
  },
): Judged {
  return {
    item: labelled(line),
    verdict: {
      language: 'en',
      relevant: said.relevant ?? true,
      score: 1,
      reasons: [],
      mentions: (said.people ?? []).map((subject) => ({
        subject,
        surface: subject,
        field: 'title',
        start: 0,
        end: 1,
        rule: '',
      })),
    },
    claims: (said.claims ?? []).map((claim) => ({
      subject: 'anna',
      event: 'released',
      modality: 'fact',
      speaker: null,
      via: null,
      background: false,
      ...claim,
    })),
  };
}

describe('labelled lines', () => {
  test('a broken one is told with its number and the others count', () => {
    const good = JSON.stringify({ id: 'a', lang: 'en', title: 't', relevant: true, subjects: [] });
    const { items, problems } = readLabels(`${good}\n{"id":\n\n{"id":"b"}\n${good}\n`, 0);
    expect(items).toHaveLength(1);
    expect(problems).toEqual([
      expect.stringContaining('line 2: this is not JSON'),
      expect.stringContaining('line 4: lang:'),
      'line 5: the id a is that of line 1 too',
    ]);
  });

  test('our own fixtures are read too', () => {
    const item = labelled({ lead: 'more', people: ['anna'], subjects: undefined });
    expect([item.entry.lead, item.subjects, item.claims]).toEqual(['more', ['anna'], null]);
  });
});

describe('relevance and people', () => {
  test('are counted apart by language and subject, with borderline, given names and optional ones aside', () => {
    const scores = score(
      [
        judged({ subjects: ['anna', 'boris'] }, { people: ['anna', 'carla'] }),
        judged({ id: '2', lang: 'ru', relevant: false }, { relevant: true }),
        judged({ id: '3', borderline: true }, { relevant: false }),
        judged(
          {
            id: '4',
            subjects: ['anna', 'boris', 'carla'],
            subjects_bare: ['boris'],
            subjects_optional: ['carla'],
          },
          { people: ['anna'] },
        ),
        judged({ id: '5', relevant: true }, { relevant: false, people: ['hamas'] }),
      ],
      deps,
    );
    expect(scores.relevance.all).toEqual({ right: 2, wrong: 1, missed: 1 });
    expect(scores.relevance.byLanguage.get('ru')).toEqual({ right: 0, wrong: 1, missed: 0 });
    expect(scores.borderline).toEqual({ agreed: 0, of: 1 });
    expect(scores.falseAlarms).toEqual({ count: 1, of: 1 });
    expect(scores.mentions.all).toEqual({ right: 2, wrong: 1, missed: 1 });
    expect(scores.mentions.bySubject.get('boris')).toEqual({ right: 0, wrong: 0, missed: 1 });
    expect(scores.givenNames).toEqual({ found: 0, of: 1 });
    expect(scores.mistakes.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'false alarm 2',
      'missed item 5',
      'wrong person i',
      'missed person i',
    ]);
    expect(rates(scores.mentions.all)).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
  });
});

describe('claims', () => {
  const fact = { subject: 'anna', event: 'released', modality: 'fact', speaker: null };
  const promise = {
    ...fact,
    modality: 'promise',
    speaker: 'The Minister via Wire',
    or: ['released/negotiation'],
  };

  test('a promise read as fact is a false fact, and the worst error', () => {
    const { claims, mistakes } = score([judged({ claims: [promise] }, { claims: [{}] })], deps);
    expect(claims).toMatchObject({ covered: 1, falseFacts: 1, falseEnds: 1, missedFacts: 0, macroF1: 0 });
    expect(mistakes[0]).toMatchObject({ kind: 'false fact', what: 'anna released/promise, said as fact' });
  });

  test('other readings meet it, with speaker and agency compared', () => {
    const said = { modality: 'negotiation', speaker: 'minister', via: 'wire' } as const;
    const { claims, mistakes } = score([judged({ claims: [promise] }, { claims: [said] })], deps);
    expect(claims).toMatchObject({
      covered: 1,
      macroF1: 1,
      speaker: { agreed: 1, of: 1 },
      via: { agreed: 1, of: 1 },
    });
    expect(mistakes).toEqual([]);
  });

  test('what is not labelled is wrong unless it is allowed; what is missed lowers the F1 of its modality', () => {
    const { claims, mistakes } = score(
      [
        judged(
          { claims: [fact], also_ok: ['boris:*/fact', 'anna:talks/negotiation'] },
          {
            claims: [
              { subject: 'boris', event: 'held' },
              { subject: 'carla', event: 'held' },
            ],
          },
        ),
        judged({ id: '2', claims: [fact] }, { claims: [{}, {}] }),
        judged({ id: '3', claims: [{ ...fact, subject: null }] }, { claims: [{ subject: 'the-group' }] }),
      ],
      deps,
    );
    expect(claims).toMatchObject({ labelled: 2, covered: 1, falseFacts: 1, missedFacts: 1 });
    expect(claims?.byModality.get('fact')).toEqual({ right: 1, wrong: 1, missed: 1 });
    expect(mistakes.map(({ kind }) => kind)).toEqual(['false fact', 'missed fact']);
  });

  test('nothing is said of them where none are labelled', () => {
    const scores = score([judged({ claims: undefined }, { claims: [{}] })], deps);
    expect(scores.claims).toBeNull();
    expect(reportText(scores, 3)).toContain('No errors.');
  });
});
