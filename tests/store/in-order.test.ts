import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InOrder, type Ordered } from '#store/in-order.ts';

it('has its members by due time and then by the order of putting, whatever comes and goes', () => {
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.record({ adds: fc.nat(20) }) },
    { weight: 2, arbitrary: fc.record({ removes: fc.nat(1000) }) },
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
      const order = new InOrder<Ordered>();
      const plain: Ordered[] = [];
      for (const [seq, one] of changes.entries()) {
        if ('adds' in one) {
          const member = { dueAt: one.adds, seq };
          order.add(member);
          plain.push(member);
        } else {
          const [gone] = plain.splice(one.removes % (plain.length + 1), 1);
          if (gone !== undefined) order.remove(gone);
        }
      }
      expect([...order]).toEqual(plain.toSorted((a, b) => a.dueAt - b.dueAt || a.seq - b.seq));
    }),
    { numRuns: 200, seed: 42 },
  );
});
