import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '#core/claim.ts';
import { situationOf, tellable } from '#core/ledger.ts';
import { rulingOn } from '#core/ruling.ts';
import type { Role, Subject, SubjectKind } from '#core/watchlist.ts';

const DAY = 24 * 60 * 60_000;
const HOUR = DAY / 24;

function subject(id: string, kind: SubjectKind, role: Role | null, voice: string | null = null): Subject {
  const authorityFor = role === 'authority' ? ['*'] : role === 'family' ? ['anna'] : [];
  return {
    id,
    kind,
    names: { en: id },
    gender: null,
    relatives: [],
    role,
    authorityFor,
    voice,
    dossiers: [],
  };
}

/** Anna and Boris are held; the raiders hold them; the embassy and the sister answer for Anna. */
const watch = {
  subjects: new Map(
    [
      subject('anna', 'captive', null),
      subject('boris', 'captive', null),
      subject('travellers', 'group', null),
      subject('raiders', 'body', 'captor'),
      subject('embassy', 'body', 'authority'),
      subject('sister', 'captive', 'family'),
      subject('minister', 'official', 'official', 'ministry'),
      subject('spokeswoman', 'official', 'official', 'ministry'),
    ].map((one) => [one.id, one]),
  ),
};

let made = 0;

/** A claim of Anna's, on day `day` of March 2030 unless said otherwise. */
function claim(part: Partial<Claim> & { readonly day?: number; readonly hour?: number } = {}): Claim {
  const { day = 1, hour = 0, ...rest } = part;
  made += 1;
  const source = rest.source ?? `paper-${String(made)}`;
  return {
    id: `claim-${String(made).padStart(4, '0')}`,
    subject: 'anna',
    event: 'released',
    modality: 'fact',
    speaker: null,
    via: null,
    source,
    origin: rest.speaker ?? source,
    quote: null,
    statedAt: Date.UTC(2030, 2, day) + hour * HOUR,
    eventAt: null,
    background: false,
    rule: 'test',
    from: { kind: 'entry', entry: `entry-${String(made)}`, url: null },
    note: null,
    weighed: false,
    ...rest,
  };
}

const NOW = Date.UTC(2030, 4, 1);
const on = (day: string): Claim['eventAt'] => ({ day, precision: 'day' });
const held = (day = 1): Claim => claim({ day, event: 'held', speaker: 'embassy' });

function stand(...claims: Claim[]): ReturnType<typeof situationOf> {
  return situationOf(claims, watch, NOW);
}

/** The kinds of change and, after `+`, of support, that the last claim brings to the others. */
function told(...claims: Claim[]): string[] {
  const last = claims.at(-1);
  if (last === undefined) return [];
  const { changes, supports } = tellable(claims.slice(0, -1), [last], watch, last.statedAt);
  return [
    ...changes.map((change) => `${change.kind} ${String(change.ordinal)}`),
    ...supports.map((support) => `+${support.kind} ${String(support.ordinal)}`),
  ];
}

function release(): Claim {
  return claim({ day: 2, source: 'gazette' });
}

function lookBack(day: number): Claim {
  return claim({ day, background: true, eventAt: on('2030-01-10') });
}

function freed(day: number): Claim {
  return claim({ day, subject: 'travellers', speaker: 'raiders' });
}

describe('where a captive stands', () => {
  it('is unknown while nobody said a fact', () => {
    expect(stand()).toMatchObject({
      situation: 'unknown',
      standing: null,
      since: null,
      lastEvidenceAt: null,
    });
  });

  it('is moved by facts only', () => {
    const words = (['promise', 'negotiation', 'denial', 'hypothetical'] as const).flatMap((modality) =>
      (['released', 'died'] as const).map((event) => claim({ day: 3, event, modality, speaker: 'embassy' })),
    );
    expect(stand(held(), ...words)).toMatchObject({ situation: 'held', standing: 'confirmed' });
  });

  it('is reported by one origin and confirmed by two', () => {
    expect(stand(held(), claim({ day: 2 }))).toMatchObject({
      situation: 'released',
      standing: 'reported',
      origins: 1,
    });
    expect(stand(held(), claim({ day: 2 }), claim({ day: 2 }))).toMatchObject({
      standing: 'confirmed',
      origins: 2,
    });
  });

  it('stays reported while copies of one agency and voices of one house repeat it', () => {
    const copies = [claim({ day: 2, origin: 'wire' }), claim({ day: 2, origin: 'wire' })];
    expect(stand(...copies).standing).toBe('reported');
    const voices = [claim({ day: 2, speaker: 'minister' }), claim({ day: 3, speaker: 'spokeswoman' })];
    expect(stand(...voices)).toMatchObject({ standing: 'reported', origins: 1 });
  });

  it('is confirmed by one authority or one of the family, for their own', () => {
    expect(stand(claim({ speaker: 'embassy' })).standing).toBe('confirmed');
    expect(stand(claim({ speaker: 'sister' })).standing).toBe('confirmed');
    expect(stand(claim({ speaker: 'sister', subject: 'boris' })).standing).toBe('reported');
  });

  it('is never dead by the word of captors, and never confirmed by it', () => {
    const deaths = [
      claim({ day: 2, event: 'died', speaker: 'raiders' }),
      claim({ day: 3, event: 'died', origin: 'raiders' }),
    ];
    const after = stand(held(), ...deaths);
    expect(after.situation).toBe('held');
    expect(after.contradictions.map((one) => one.event)).toContain('died');
    const release = claim({ day: 2, speaker: 'raiders' });
    expect(stand(held(), release)).toMatchObject({ situation: 'released', standing: 'reported' });
    expect(stand(held(), release, claim({ day: 2 })).standing).toBe('reported');
    expect(stand(held(), release, claim({ day: 2 }), claim({ day: 2 })).standing).toBe('confirmed');
  });

  it('takes the headline of a text for no second witness to whom the text quotes', () => {
    const from = { kind: 'entry', entry: 'one', url: null } as const;
    const headline = claim({ day: 2, source: 'gazette', from });
    const quoted = claim({ day: 2, source: 'gazette', speaker: 'minister', from });
    expect(stand(held(), headline, quoted)).toMatchObject({ standing: 'reported', origins: 1 });
    expect(stand(held(), headline, quoted, claim({ day: 2 }))).toMatchObject({
      standing: 'confirmed',
      confirmedBy: 'origins',
      origins: 2,
    });
    const byAuthority = claim({ day: 2, source: 'gazette', speaker: 'embassy', from });
    expect(stand(held(), headline, byAuthority).confirmedBy).toBe('authority');
  });

  it("takes what a text that quotes captors says of a death for the captors' word", () => {
    const from = { kind: 'entry', entry: 'one', url: null } as const;
    const quoted = claim({ day: 2, event: 'died', source: 'gazette', speaker: 'raiders', from });
    const repeated = claim({ day: 2, event: 'died', source: 'gazette', from });
    expect(stand(held(), quoted, repeated).situation).toBe('held');
    expect(stand(held(), repeated, quoted).situation).toBe('held');
    // It has never counted: nothing took it back.
    expect(stand(held(), quoted, repeated).takenBack).toEqual([]);
    expect(stand(held(), quoted, repeated, claim({ day: 3, event: 'died' })).standing).toBe('reported');
  });

  it('says since when: a named day before the day of printing before a month, an authority before the many', () => {
    expect(stand(claim({ day: 5 })).since).toEqual({ day: '2030-03-05', precision: 'day' });
    const month = claim({ day: 5, eventAt: { day: '2030-03-01', precision: 'month' } });
    expect(stand(month).since).toEqual({ day: '2030-03-01', precision: 'month' });
    expect(stand(month, claim({ day: 5, eventAt: on('2030-03-04') })).since?.day).toBe('2030-03-04');
    const fourth = [1, 2].map(() => claim({ day: 5, eventAt: on('2030-03-04') }));
    const third = claim({ day: 6, eventAt: on('2030-03-03'), speaker: 'embassy' });
    expect(stand(...fourth, third).since?.day).toBe('2030-03-03');
    expect(stand(...fourth, third).contradictions.map((one) => one.eventAt?.day)).toEqual([
      '2030-03-04',
      '2030-03-04',
    ]);
  });

  it('did not begin after it was told, whatever later reports are dated by', () => {
    const told = [claim({ day: 5 }), claim({ day: 6 })];
    const interview = claim({ day: 30, eventAt: on('2030-03-30') });
    expect(stand(...told, interview)).toMatchObject({ since: on('2030-03-05'), contradictions: [] });
  });

  it('did not begin weeks before it was news by one voice alone, but by two', () => {
    const early = claim({ day: 6, background: true, eventAt: on('2030-01-21') });
    expect(stand(claim({ day: 5 }), early).since?.day).toBe('2030-03-05');
    const found = claim({ day: 5, event: 'died', speaker: 'embassy' });
    const months = [6, 7].map((day) =>
      claim({ day, event: 'died', background: true, eventAt: on('2030-01-10') }),
    );
    expect(stand(found, ...months).since?.day).toBe('2030-01-10');
  });

  it('did not begin on the day on which a body was found, but when those say who tell of the death', () => {
    const body = claim({ day: 9, event: 'body-returned', eventAt: on('2030-03-09'), speaker: 'embassy' });
    const undated = claim({ day: 9, event: 'died' });
    const week = { day: '2030-03-04', precision: 'week' } as const;
    const inWeek = claim({ day: 9, event: 'died', eventAt: week, speaker: 'embassy' });
    const onDay = claim({ day: 10, event: 'died', eventAt: on('2030-03-07') });
    expect(stand(held(), body)).toMatchObject({ situation: 'dead', since: null });
    expect(stand(held(), body, inWeek)).toMatchObject({ since: week, contradictions: [] });
    expect(stand(held(), body, undated, inWeek).since).toEqual(week);
    expect(stand(held(), body, inWeek, onDay)).toMatchObject({ since: on('2030-03-07'), contradictions: [] });
  });

  it('did not begin on the day that one voice told as news what had been looked back on before', () => {
    const back = claim({ day: 3, background: true, eventAt: on('2030-02-20') });
    expect(stand(back, claim({ day: 25 })).since?.day).toBe('2030-02-20');
    expect(stand(back, claim({ day: 25 }), claim({ day: 26 })).since?.day).toBe('2030-03-25');
  });

  it('takes a date without a year for the year that somebody named', () => {
    const named = claim({ day: 2, event: 'died', background: true, eventAt: on('2028-02-10') });
    const newest = [3, 4].map((day) =>
      claim({ day, event: 'died', background: true, eventAt: on('2030-02-10') }),
    );
    expect(stand(...newest, named)).toMatchObject({ since: on('2028-02-10'), contradictions: [] });
  });

  it('keeps the year in which it was news, whoever misprints it later', () => {
    const told = [5, 6].map((day) => claim({ day, eventAt: on('2030-03-04') }));
    const misprint = claim({ day: 28, background: true, eventAt: on('2029-03-04') });
    expect(stand(...told, misprint)).toMatchObject({ since: on('2030-03-04'), contradictions: [] });
  });

  it('does not begin with an abduction of which no day is known', () => {
    expect(stand(claim({ event: 'held' }), claim({ event: 'held' }))).toMatchObject({
      situation: 'held',
      since: null,
    });
  });

  it('does not believe a fact of the future', () => {
    expect(stand(held(), claim({ day: 2, eventAt: on('2030-03-09') })).situation).toBe('held');
  });

  it('does not know what is said later than now', () => {
    expect(situationOf([held(), claim({ day: 9 })], watch, Date.UTC(2030, 2, 5)).situation).toBe('held');
  });

  it('names the last promise, sign of life and talks', () => {
    const promised = claim({ day: 2, modality: 'promise', speaker: 'raiders' });
    const seen = claim({ day: 3, event: 'sign-of-life', speaker: 'raiders' });
    const spoke = claim({ day: 4, event: 'talks', speaker: 'minister' });
    expect(stand(seen, spoke, promised)).toMatchObject({
      lastPromise: promised,
      lastSignOfLife: seen,
      lastTalks: spoke,
    });
    expect(stand(seen, spoke, promised).lastEvidenceAt).toBe(spoke.statedAt);
  });

  it('is of people only: a group stands nowhere', () => {
    const promised = claim({ subject: 'travellers', modality: 'promise', speaker: 'raiders' });
    const freed = claim({ subject: 'travellers', speaker: 'embassy' });
    expect(stand(freed, promised)).toMatchObject({
      situation: 'unknown',
      evidence: [],
      lastPromise: promised,
    });
  });
});

describe('what takes an end back', () => {
  it('is the withdrawal of its only source', () => {
    const withdrawal = claim({ day: 3, source: 'gazette', modality: 'denial' });
    expect(stand(held(), release(), withdrawal)).toMatchObject({ situation: 'held', contradictions: [] });
    expect(told(held(), release(), withdrawal)).toEqual(['correction 1']);
  });

  it("is an authority's denial", () => {
    const denied = claim({ day: 3, modality: 'denial', speaker: 'embassy' });
    expect(stand(held(), release(), denied).situation).toBe('held');
    expect(told(held(), release(), denied)).toEqual(['correction 1']);
    // Whoever says it after that says it anew.
    expect(stand(held(), release(), denied, claim({ day: 4 })).standing).toBe('reported');
    expect(told(held(), release(), denied, claim({ day: 4 }))).toEqual(['released 2']);
  });

  it('is not the denial of somebody else: that stands beside it', () => {
    const denied = claim({ day: 3, modality: 'denial', speaker: 'raiders' });
    const after = stand(held(), release(), denied);
    expect(after).toMatchObject({ situation: 'released', standing: 'reported', contradictions: [denied] });
    expect(told(held(), release(), denied)).toEqual(['denial 1']);
  });

  it('is, once it is confirmed, neither withdrawal nor denial', () => {
    const second = claim({ day: 2, source: 'herald' });
    const withdrawal = claim({ day: 3, source: 'gazette', modality: 'denial' });
    const denied = claim({ day: 3, modality: 'denial', speaker: 'embassy' });
    expect(stand(held(), release(), second, withdrawal, denied)).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
      contradictions: [withdrawal, denied],
    });
  });

  it('is a confirmed contrary fact, newer than every word for it', () => {
    const confirmed = [held(), release(), claim({ day: 2 })];
    const one = claim({ day: 5, event: 'held', source: 'herald' });
    expect(stand(...confirmed, one).situation).toBe('released');
    expect(stand(...confirmed, one).contradictions).toEqual([one]);
    const two = claim({ day: 5, event: 'held', source: 'tribune' });
    expect(stand(...confirmed, one, two).situation).toBe('held');
    expect(told(...confirmed, one, two)).toEqual(['correction 1']);
    // A later word that she is free outweighs both.
    expect(stand(...confirmed, one, two, claim({ day: 6 })).situation).toBe('released');
  });

  it('is not what two outlets call her months later, but a new abduction is', () => {
    const confirmed = [held(), release(), claim({ day: 2 })];
    const later = (part: Partial<Claim>): Claim =>
      claim({ event: 'held', statedAt: Date.UTC(2030, 3, 20), ...part });
    expect(stand(...confirmed, later({}), later({})).situation).toBe('released');
    const taken = { event: 'abducted', eventAt: on('2030-04-19') } as const;
    expect(stand(...confirmed, later(taken), later(taken))).toMatchObject({
      situation: 'held',
      since: on('2030-04-19'),
    });
  });

  it('is for a lone report two later words of the present, however late', () => {
    const seen = [40, 45].map((day) => claim({ day, event: 'sign-of-life' }));
    expect(stand(held(), release(), ...seen)).toMatchObject({ situation: 'held', standing: 'confirmed' });
    expect(told(held(), release(), ...seen)).toEqual(['correction 1']);
    expect(stand(held(), release(), claim({ day: 3 }), ...seen).situation).toBe('released');
  });

  it('is for a lone report that was spoken against the news of the true one, which is told', () => {
    const lone = claim({ day: 2, source: 'gazette' });
    const seen = claim({ day: 20, event: 'sign-of-life', speaker: 'raiders' });
    const free = claim({ day: 40 });
    expect(stand(held(), lone, seen).situation).toBe('released');
    expect(told(held(), lone, seen, free)).toEqual(['released 2']);
    expect(stand(held(), lone, seen, free)).toMatchObject({ standing: 'reported', evidence: [free] });
    // Without a word against it, or where others looked back on it, the late one has only left out the date.
    expect(told(held(), lone, free)).toEqual(['+released 1']);
    const back = claim({ day: 30, background: true });
    expect(told(held(), lone, seen, back, free)).toEqual([]);
    expect(told(held(), claim({ day: 2, speaker: 'embassy' }), seen, free)).toEqual([]);
  });

  it('is for a lone report of a death good: it proves nothing when she comes free', () => {
    const death = claim({ day: 2, event: 'died' });
    const seen = [10, 11].map((day) => claim({ day, event: 'sign-of-life' }));
    const free = claim({ day: 20 });
    expect(told(held(), death, ...seen, free)).toEqual(['released 1']);
    const father = claim({ day: 25, event: 'died', background: true });
    expect(stand(held(), death, ...seen, free, claim({ day: 20 }), father)).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
    });
  });

  it('is not a second single report of another end', () => {
    const death = claim({ day: 3, event: 'died' });
    expect(stand(held(), release(), death)).toMatchObject({ situation: 'released', contradictions: [death] });
    expect(
      stand(held(), release(), death, claim({ day: 3, event: 'died', speaker: 'embassy' })).situation,
    ).toBe('dead');
  });

  it('does not raise the dead by what was misread of old news', () => {
    const death = claim({ day: 10, event: 'died', speaker: 'embassy' });
    const misread = [claim({ day: 12 }), claim({ day: 13 })];
    const lookBack = claim({ day: 14, event: 'died', background: true, eventAt: on('2030-03-10') });
    expect(stand(held(), death, ...misread, lookBack).situation).toBe('dead');
  });

  it('does not bury the freed by a look back at another death in the family', () => {
    const free = [claim({ day: 10, speaker: 'embassy' }), claim({ day: 10 })];
    const father = [1, 2].map(() =>
      claim({ day: 12, event: 'died', background: true, eventAt: on('2030-01-01') }),
    );
    expect(stand(held(), ...free, ...father)).toMatchObject({ situation: 'released', standing: 'confirmed' });
  });
});

describe('a background fact', () => {
  it('sets situation and day once a second outlet tells it, and alerts nobody', () => {
    const [one, two] = [lookBack(20), lookBack(21)];
    expect(stand(one).situation).toBe('unknown');
    expect(stand(one, two)).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
      since: on('2030-01-10'),
    });
    expect(told(one)).toEqual([]);
    expect(told(one, two)).toEqual([]);
  });

  it('gives way to newer evidence', () => {
    const seen = claim({ day: 1, event: 'sign-of-life', source: 'gazette' });
    expect(stand(seen, lookBack(20), lookBack(21)).situation).toBe('held');
  });
});

describe('what is told', () => {
  it('is a release once, and then its further sources', () => {
    const first = claim({ day: 2 });
    const second = claim({ day: 2, hour: 1 });
    const echo = claim({ day: 2, hour: 2, source: second.source });
    const third = claim({ day: 2, hour: 3 });
    expect(told(held(), first)).toEqual(['released 1']);
    expect(told(held(), first, second)).toEqual(['+released 1']);
    expect(told(held(), first, second, echo)).toEqual([]);
    expect(told(held(), first, second, echo, third)).toEqual(['+released 1']);
    expect(told(held(), first, second, claim({ day: 25 }))).toEqual([]);
  });

  it('carries the situation before and after', () => {
    const first = claim({ day: 2 });
    const { changes } = tellable([held()], [first], watch, first.statedAt);
    expect(changes[0]).toMatchObject({
      subject: 'anna',
      claim: first,
      before: { situation: 'held', standing: 'confirmed' },
      after: { situation: 'released', standing: 'reported', evidence: [first] },
    });
  });

  it('is the same alert, whichever of two entries is taken first after a crash', () => {
    const [a, b] = [claim({ day: 2 }), claim({ day: 2, hour: 1 })];
    const one = tellable([held()], [a], watch, b.statedAt).changes[0];
    const other = tellable([held()], [b], watch, b.statedAt).changes[0];
    expect([one?.kind, one?.ordinal]).toEqual([other?.kind, other?.ordinal]);
  });

  it('is no captivity that somebody has been in for who knows how long', () => {
    const taken = (part: Partial<Claim> & { readonly day?: number }): Claim =>
      claim({ event: 'abducted', ...part });
    const still = (day: number): Claim => claim({ day, event: 'held' });
    expect(told(still(2))).toEqual([]);
    expect(told(taken({}))).toEqual(['held 1']);
    expect(told(taken({ day: 2, eventAt: on('2030-03-01') }))).toEqual(['held 1']);
    expect(told(taken({ day: 20, eventAt: on('2030-03-01'), background: true }), still(20))).toEqual([
      'held 1',
    ]);
    expect(told(taken({ day: 20, eventAt: on('2029-10-07'), background: true }), still(20))).toEqual([]);
    // Nobody was told while no report had a day.
    expect(told(still(2), taken({ day: 3, eventAt: on('2030-03-01') }))).toEqual(['held 1']);
    expect(told(taken({}), still(2), taken({ day: 3, eventAt: on('2030-03-01') }))).toEqual(['+held 1']);
    expect(told(still(2), taken({ day: 40 }))).toEqual([]);
  });

  it('is a promise with a speaker, and not the same one again', () => {
    const promise = (day: number, part: Partial<Claim> = {}): Claim =>
      claim({ day, modality: 'promise', speaker: 'raiders', ...part });
    expect(told(held(), promise(2))).toEqual(['promise 1']);
    expect(told(held(), claim({ day: 2, modality: 'promise' }))).toEqual([]);
    const first = promise(2, { source: 'gazette' });
    expect(told(held(), first, promise(3, { source: 'gazette' }))).toEqual([]);
    expect(told(held(), first, promise(3, { source: 'herald' }))).toEqual(['+promise 1']);
    expect(told(held(), first, promise(20))).toEqual([]);
    expect(told(held(), first, promise(20, { speaker: 'minister' }))).toEqual(['promise 2']);
    expect(told(held(), first, promise(20, { eventAt: on('2030-03-22') }))).toEqual(['promise 2']);
    expect(told(held(), first, promise(2, { statedAt: first.statedAt + 31 * DAY }))).toEqual(['promise 2']);
    expect(told(held(), claim({ day: 2, speaker: 'embassy' }), promise(3))).toEqual([]);
  });

  it('is a sign of life once, while somebody is waited for', () => {
    const sign = (day: number): Claim => claim({ day, event: 'sign-of-life', speaker: 'raiders' });
    expect(told(sign(2))).toEqual(['sign-of-life 1']);
    expect(told(held(), sign(2))).toEqual(['sign-of-life 1']);
    expect(told(held(), sign(2), sign(3))).toEqual(['+sign-of-life 1']);
    expect(told(held(), sign(2), sign(20))).toEqual(['sign-of-life 2']);
    expect(told(claim({ speaker: 'embassy' }), sign(2))).toEqual([]);
    expect(told(claim({ event: 'died', speaker: 'embassy' }), sign(2))).toEqual([]);
  });

  it('is not that nobody has heard from her: that denies no captivity and takes nothing back', () => {
    const reported = claim({ day: 1, event: 'held' });
    const unheard = claim({ day: 3, event: 'sign-of-life', modality: 'denial', speaker: 'embassy' });
    expect(stand(reported, unheard)).toMatchObject({ situation: 'held', contradictions: [] });
    expect(told(reported, unheard)).toEqual([]);
    const sign = claim({ day: 2, event: 'sign-of-life', speaker: 'raiders' });
    expect(told(held(), sign, unheard)).toEqual([]);
    expect(stand(sign, unheard)).toMatchObject({ situation: 'held', contradictions: [] });
  });

  it("is a captor's word of a death as `other`, once, and its denial", () => {
    const death = claim({ day: 2, event: 'died', speaker: 'raiders' });
    expect(told(held(), death)).toEqual(['other 1']);
    expect(
      told(held(), death, claim({ day: 3, event: 'died', speaker: 'raiders', source: death.source })),
    ).toEqual([]);
    const denied = claim({ day: 3, event: 'died', modality: 'denial', speaker: 'sister' });
    expect(told(held(), death, denied)).toEqual(['denial 1']);
  });

  it('is what was said before an end that was taken back, once, when anybody says it again', () => {
    const says: Partial<Claim>[] = [
      { modality: 'promise', speaker: 'raiders' },
      { event: 'sign-of-life', speaker: 'raiders' },
      { event: 'died', speaker: 'raiders' },
    ];
    for (const said of says) {
      const word = (hour: number, part: Partial<Claim> = {}): Claim =>
        claim({ day: 2, hour, ...said, ...part });
      const first = word(1, { source: 'herald' });
      const freed = claim({ day: 2, hour: 2, source: 'gazette' });
      const denied = claim({ day: 2, hour: 3, source: 'gazette', modality: 'denial' });
      const ended = [held(), first, freed, denied];
      expect(told(...ended).map((one) => one.split(' ')[0])).toEqual(['correction']);
      const [kind] = told(held(), first).map((one) => one.split(' ')[0]);
      expect(told(...ended, word(4))).toEqual([`${String(kind)} 2`]);
      expect(told(...ended, word(4, { source: 'herald' }))).toEqual([`${String(kind)} 2`]);
      expect(told(...ended, word(4), word(5))).toEqual([`+${String(kind)} 2`]);
      // While it holds it is no news, and what no end has overtaken is told once.
      expect(told(held(), first, freed, word(4)).filter((one) => !one.startsWith('+'))).toEqual([]);
      expect(told(held(), first, word(4))).toEqual([`+${String(kind)} 1`]);
    }
  });

  it('is a sign of life that takes a death back once', () => {
    const dead = claim({ day: 2, event: 'died', source: 'gazette' });
    const alive = (hour: number): Claim => claim({ day: 3, hour, event: 'sign-of-life', speaker: 'embassy' });
    const all = [held(), dead, alive(1), alive(2)];
    expect(
      all.flatMap((_, n) => told(...all.slice(0, n + 1))).filter((one) => !one.startsWith('+')),
    ).toHaveLength(2);
  });

  it('is no firmer word for a promise of the same day, and none that a report of other news recalls', () => {
    const promise = (part: Partial<Claim> & { readonly day?: number; readonly hour?: number }): Claim =>
      claim({ modality: 'promise', speaker: 'raiders', ...part });
    const friday = on('2030-03-08');
    expect(told(held(), promise({ day: 2 }), promise({ day: 2, hour: 5, eventAt: friday }))).toEqual([
      '+promise 1',
    ]);
    expect(told(held(), promise({ day: 2 }), promise({ day: 4, eventAt: friday }))).toEqual(['promise 2']);
    const film = claim({ day: 4, event: 'sign-of-life', speaker: 'raiders' });
    expect(told(held(), film, promise({ day: 4, from: film.from }))).toEqual([]);
    expect(told(held(), film, promise({ day: 4, from: film.from, eventAt: friday }))).toEqual(['promise 1']);
    const again = claim({ day: 4, hour: 2, event: 'sign-of-life', speaker: 'raiders' });
    expect(told(held(), film, again, promise({ day: 4, hour: 2, from: again.from }))).toEqual([]);
    expect(told(held(), film, promise({ day: 4 }))).toEqual(['promise 1']);
  });

  it('is the denial of what was promised after it was denied last', () => {
    const denied = (day: number): Claim => claim({ day, modality: 'denial', source: 'gazette' });
    const promise = (day: number, part: Partial<Claim> = {}): Claim =>
      claim({ day, modality: 'promise', speaker: 'raiders', ...part });
    const first = [held(), promise(2), denied(3)];
    expect(told(...first, denied(10))).toEqual([]);
    expect(told(...first, promise(8, { eventAt: on('2030-03-12') }), denied(10))).toEqual(['denial 2']);
  });

  it('is the promise of one who was only heard beside another, and of whom only a dossier knows it', () => {
    const promise = (day: number, speaker: string, part: Partial<Claim> = {}): Claim =>
      claim({ day, modality: 'promise', speaker, ...part });
    const beside = [held(), promise(2, 'minister'), promise(3, 'raiders')];
    expect(told(...beside)).toEqual(['+promise 1']);
    expect(told(...beside, promise(14, 'raiders'))).toEqual(['promise 2']);
    expect(told(...beside, promise(14, 'raiders'), promise(20, 'raiders'))).toEqual([]);
    const dossier = { from: { kind: 'dossier', dossier: '000', url: null } } as const;
    expect(told(held(), promise(2, 'raiders', dossier), promise(3, 'raiders'))).toEqual(['promise 1']);
    expect(told(held(), promise(2, 'raiders', dossier), promise(14, 'raiders'))).toEqual([]);
    const seen = { event: 'sign-of-life', speaker: 'raiders' } as const;
    expect(told(claim({ day: 2, ...seen, ...dossier }), claim({ day: 2, ...seen }))).toEqual([
      'sign-of-life 1',
    ]);
    expect(told(claim({ day: 2, ...seen, ...dossier }), claim({ day: 7, ...seen }))).toEqual([]);
  });

  it('is no promise that the same voice gave by another mouth', () => {
    const promise = (speaker: string): Claim => claim({ day: 2, modality: 'promise', speaker });
    expect(
      told(held(), promise('minister'), { ...promise('spokeswoman'), statedAt: Date.UTC(2030, 2, 9) }),
    ).toEqual([]);
    expect(
      told(held(), promise('minister'), { ...promise('raiders'), statedAt: Date.UTC(2030, 2, 9) }),
    ).toEqual(['promise 2']);
  });

  it('is the denial of a promise, and not the everyday one', () => {
    const promise = claim({ day: 2, modality: 'promise', speaker: 'raiders' });
    const denied = (): Claim => claim({ day: 3, modality: 'denial', speaker: 'embassy' });
    expect(told(held(), denied())).toEqual([]);
    expect(told(held(), promise, denied())).toEqual(['denial 1']);
    expect(told(held(), promise, denied(), denied())).toEqual([]);
  });

  it('is a body that came home as weight for the death that is known', () => {
    const death = claim({ day: 2, event: 'died', speaker: 'embassy' });
    expect(told(held(), death)).toEqual(['died 1']);
    expect(told(held(), death, claim({ day: 3, event: 'body-returned' }))).toEqual(['+died 1']);
    expect(told(held(), claim({ day: 3, event: 'body-returned', speaker: 'embassy' }))).toEqual(['died 1']);
  });

  it('is not of a group what is told of captives by name', () => {
    const group = claim({ day: 2, hour: 3, subject: 'travellers', speaker: 'raiders' });
    const beside = (named: readonly Claim[]): number =>
      tellable([], [group], watch, group.statedAt, named).changes.length;
    expect(beside([])).toBe(1);
    expect(beside([claim({ day: 2 })])).toBe(0);
    expect(beside([claim({ day: 2, event: 'died' })])).toBe(1);
    expect(beside([claim({ day: 2, background: true })])).toBe(1);
    expect(beside([claim({ day: 2, background: true, from: group.from })])).toBe(0);
    expect(beside([{ ...claim({}), statedAt: group.statedAt - 4 * DAY }])).toBe(1);
    // The denial by name is told of nobody who was promised nothing.
    const refused = { ...group, modality: 'denial' } as const;
    const byName = [claim({ day: 2, modality: 'denial', speaker: 'raiders', from: group.from })];
    expect(tellable([], [refused], watch, group.statedAt, byName).changes).toHaveLength(1);
  });

  it('is of a group no promise that has come, and no last pictures of the dead', () => {
    const group = (part: Partial<Claim>): Claim =>
      claim({ day: 2, hour: 9, subject: 'travellers', speaker: 'raiders', ...part });
    const brings = (said: Claim, named: readonly Claim[], before: readonly Claim[] = []): number =>
      tellable(before, [said], watch, said.statedAt, named).changes.length;
    const today = group({ modality: 'promise', eventAt: on('2030-03-02') });
    expect(brings(today, [])).toBe(1);
    expect(brings(today, [claim({ day: 2 })])).toBe(0);
    expect(brings(today, [], [freed(2)])).toBe(0);
    // The next ones are other ones.
    expect(brings(group({ modality: 'promise' }), [claim({ day: 2 })])).toBe(1);
    expect(brings(group({ modality: 'promise', eventAt: on('2030-03-05') }), [claim({ day: 2 })])).toBe(1);
    const pictures = group({ event: 'sign-of-life' });
    expect(brings(pictures, [])).toBe(1);
    expect(brings(pictures, [claim({ day: 2, event: 'died', from: pictures.from })])).toBe(0);
    expect(brings(pictures, [claim({ day: 2, event: 'died' })])).toBe(1);
  });

  it('is a new sign of life beside one that is recalled', () => {
    const seen = (part: Partial<Claim> & { readonly day?: number }): Claim =>
      claim({ event: 'sign-of-life', speaker: 'raiders', ...part });
    const month = { day: '2029-11-01', precision: 'month' } as const;
    for (const eventAt of [month, null]) {
      const recalled = seen({ day: 10, background: true, eventAt });
      expect(told(held(), recalled, seen({ day: 11 }))).toEqual(['sign-of-life 1']);
    }
    const lately = seen({ day: 10, background: true, eventAt: on('2030-03-09') });
    expect(told(held(), lately, seen({ day: 11 }))).toEqual([]);
  });

  it('has a number of its own, though what was told before would be told by name now', () => {
    const [first, second] = [freed(2), freed(20)];
    const named = [claim({ day: 2 })];
    const [change] = tellable([first], [second], watch, second.statedAt, named).changes;
    expect(change?.ordinal).toBe(2);
  });

  it('is of a group no refusal by who offers it on that day', () => {
    const says = (modality: Claim['modality'], day: number, speaker = 'raiders'): Claim =>
      claim({ day, subject: 'travellers', modality, speaker });
    expect(told(says('promise', 2), says('denial', 3))).toEqual([]);
    expect(told(says('denial', 2), says('promise', 3))).toEqual([]);
    expect(told(says('promise', 2), says('denial', 6))).toEqual(['other 2']);
    expect(told(says('promise', 2), says('denial', 3, 'minister'))).toEqual(['other 2']);
    const refusal = says('denial', 3);
    const byName = [{ ...says('promise', 2), subject: 'anna' }];
    expect(tellable([], [refusal], watch, refusal.statedAt, byName).changes).toEqual([]);
  });

  it('is of a group `other`, one a story', () => {
    expect(told(freed(2))).toEqual(['other 1']);
    expect(told(freed(2), freed(3))).toEqual(['+other 1']);
    expect(told(freed(2), freed(20))).toEqual(['other 2']);
  });

  it('is nothing that the dossiers say, nor what was said long ago', () => {
    const dossier = claim({ day: 2, from: { kind: 'dossier', dossier: '000', url: null } });
    expect(told(held(), dossier)).toEqual([]);
    expect(told(held(), dossier, claim({ day: 9 }))).toEqual([]);
    expect(tellable([held()], [claim({ day: 2 })], watch, NOW).changes).toEqual([]);
  });

  it('is the first report of what a dossier of these days knew already', () => {
    const dossier = claim({ day: 2, from: { kind: 'dossier', dossier: '000', url: null } });
    const first = claim({ day: 3 });
    expect(told(held(), dossier, first)).toEqual(['released 1']);
    expect(told(held(), dossier, first, claim({ day: 3, hour: 1 }))).toEqual(['+released 1']);
    const lookBack = claim({ day: 3, background: true, eventAt: on('2030-02-01') });
    expect(told(held(), dossier, lookBack)).toEqual([]);
    const back = claim({ day: 2, background: true });
    expect(told(held(), dossier, back, claim({ day: 3 }))).toEqual(['released 1']);
  });

  it('is nothing for officials, bodies and places', () => {
    expect(told(claim({ subject: 'raiders' }))).toEqual([]);
  });
});

describe("an operator's word", () => {
  const ruling = (of: Claim, does: 'withdraws' | 'confirms', day: number): Claim =>
    rulingOn(of, does, { platform: 'telegram', id: '77' }, Date.UTC(2030, 2, day));

  it('takes a claim out of what counts, and puts it back', () => {
    const free = claim({ day: 2 });
    const withdrawn = ruling(free, 'withdraws', 3);
    expect(stand(held(), free, withdrawn)).toMatchObject({
      situation: 'held',
      contradictions: [],
      desk: [withdrawn],
    });
    expect(told(held(), free, withdrawn)).toEqual(['correction 1']);
    const again = ruling(free, 'confirms', 4);
    expect(stand(held(), free, withdrawn, again)).toMatchObject({
      situation: 'released',
      confirmedBy: 'desk',
    });
    expect(told(held(), free, withdrawn, again)).toEqual(['released 2']);
  });

  it('takes back what is confirmed too, and says what was told', () => {
    const [one, two] = [claim({ day: 2 }), claim({ day: 2, hour: 1 })];
    const before = [held(), one, two, ruling(one, 'withdraws', 3)];
    expect(stand(...before).standing).toBe('reported');
    const last = ruling(two, 'withdraws', 4);
    expect(stand(...before, last).situation).toBe('held');
    expect(tellable(before, [last], watch, last.statedAt).changes[0]).toMatchObject({
      kind: 'correction',
      corrects: { kind: 'released', ordinal: 1, claim: one, after: { situation: 'released' } },
    });
  });

  it('corrects a promise that was told, unless somebody else gave it too', () => {
    const promised = claim({ day: 2, modality: 'promise', speaker: 'raiders' });
    expect(told(held(), promised, ruling(promised, 'withdraws', 3))).toEqual(['correction 1']);
    const also = claim({ day: 2, hour: 1, modality: 'promise', speaker: 'minister' });
    expect(told(held(), promised, also, ruling(promised, 'withdraws', 3))).toEqual([]);
    expect(stand(held(), promised, ruling(promised, 'withdraws', 3)).lastPromise).toBeNull();
  });

  it("makes no captor's word of a death count", () => {
    const death = claim({ day: 2, event: 'died', speaker: 'raiders' });
    expect(stand(held(), death, ruling(death, 'confirms', 3)).situation).toBe('held');
  });
});

describe('whatever the claims', () => {
  const any = fc
    .record({
      subject: fc.constant('anna'),
      event: fc.constantFrom(
        'abducted',
        'held',
        'sign-of-life',
        'released',
        'died',
        'body-returned',
        'talks',
      ),
      modality: fc.constantFrom('fact', 'fact', 'promise', 'denial', 'hypothetical', 'negotiation'),
      speaker: fc.constantFrom(null, null, 'raiders', 'embassy', 'minister', 'sister'),
      source: fc.constantFrom('gazette', 'herald', 'tribune'),
      day: fc.integer({ min: 1, max: 28 }),
      background: fc.boolean(),
      eventAt: fc.constantFrom(null, on('2030-01-10'), on('2030-03-05')),
    } as const)
    .map((part) => claim({ ...part, background: part.background && part.eventAt !== null }));
  const ledgers = fc.array(any, { maxLength: 12 });

  it('the situation does not depend on their order, nor on repeats', () => {
    fc.assert(
      fc.property(
        ledgers.chain((claims) =>
          fc.tuple(
            fc.constant(claims),
            fc.shuffledSubarray([...claims, ...claims], { minLength: claims.length * 2 }),
          ),
        ),
        ([claims, shuffled]) => {
          expect(situationOf(shuffled, watch, NOW)).toEqual(situationOf(claims, watch, NOW));
        },
      ),
    );
  });

  it('what is already in the ledger adds nothing', () => {
    fc.assert(
      fc.property(ledgers, (claims) => {
        expect(tellable(claims, claims, watch, NOW)).toEqual({ changes: [], supports: [] });
      }),
    );
  });

  it('added at once or one by one, the same changes are told', () => {
    fc.assert(
      fc.property(ledgers, (claims) => {
        const now = Date.UTC(2030, 2, 10);
        const atOnce = tellable([], claims, watch, now).changes;
        const oneByOne = claims.flatMap((one, i) => tellable(claims.slice(0, i), [one], watch, now).changes);
        expect(oneByOne).toEqual(atOnce);
      }),
    );
  });

  it('no ordinal is told twice', () => {
    fc.assert(
      fc.property(ledgers, (claims) => {
        const keys = tellable([], claims, watch, Date.UTC(2030, 2, 14)).changes.map(
          (one) => `${one.kind} ${String(one.ordinal)}`,
        );
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('nobody is released or dead without a fact that says so, and never dead by captors', () => {
    fc.assert(
      fc.property(ledgers, (claims) => {
        const { situation } = situationOf(claims, watch, NOW);
        const grounds = claims.filter(
          ({ event, modality, speaker }) =>
            modality === 'fact' &&
            (situation === 'released'
              ? event === 'released'
              : /died|body/.test(event) && speaker !== 'raiders'),
        );
        expect(situation === 'held' || situation === 'unknown' || grounds.length > 0).toBe(true);
      }),
    );
  });
});
