/** What an item is sorted by: due first, then put first. */
export interface Ordered {
  readonly dueAt: number;
  readonly seq: number;
}

/** Below this many members it is not worth tidying up. */
const SMALL = 64;

/**
 * Members by due time, then by the order of putting. Adding at the end (the usual case) and taking away cost nothing to
 * speak of, so a queue of a hundred thousand can be leased from in small bites.
 */
export class InOrder<Member extends Ordered> implements Iterable<Member> {
  #members: Member[] = [];
  readonly #gone = new Set<Member>();

  add(member: Member): void {
    let at = this.#members.length;
    const last = this.#members.at(-1);
    if (last !== undefined && compare(member, last) < 0) {
      let low = 0;
      while (low < at) {
        const middle = (low + at) >>> 1;
        const one = this.#members[middle];
        if (one !== undefined && compare(one, member) <= 0) low = middle + 1;
        else at = middle;
      }
    }
    this.#members.splice(at, 0, member);
  }

  /** Takes away a member that is in it. */
  remove(member: Member): void {
    this.#gone.add(member);
    if (this.#members.length < SMALL || this.#gone.size < this.#members.length / 2) return;
    this.#members = this.#members.filter((one) => !this.#gone.has(one));
    this.#gone.clear();
  }

  *[Symbol.iterator](): Iterator<Member> {
    for (const member of this.#members) if (!this.#gone.has(member)) yield member;
  }
}

function compare(a: Ordered, b: Ordered): number {
  return a.dueAt - b.dueAt || a.seq - b.seq;
}
