import { causeId } from '#core/ids.ts';

/** What tells an item apart, before it has an id. */
export interface Traits {
  /** Canonical address, or null. */
  readonly url: string | null;
  readonly guid: string | null;
  readonly title: string;
  readonly text: string;
  /** ms, or null. */
  readonly publishedAt: number | null;
}

/** Who an item is. */
export interface Identity {
  readonly id: string;
  /** Other names of the same entry; one of them known means that the entry is known. */
  readonly aliases: readonly string[];
}

/** Which entries the items of a document are. */
export interface Identified {
  /** In the order of the items; null for one that stood in the document before, and for one nobody asked about. */
  readonly identities: readonly (Identity | null)[];
  /** Hashed links that do not tell items apart, those remembered included. */
  readonly sharedLinks: readonly string[];
}

/** Most links to remember as shared; a feed that has more shares all of them, and the document itself shows it. */
const MOST_SHARED_LINKS = 500;
/** The recipe below. A change of it makes a new version, so that old ids stay what they are. */
const RECIPE = 'e1-';

/**
 * Gives each item of a document its id.
 *
 * The address makes it where there is one: the same story in two feeds of a site, or with a guid that was reused or made
 * anew, is one entry. An address that several different items share (a live page, the home page) does not tell them
 * apart; then the guid helps if no other item has it, else the title. Without an address, the same within the feed.
 * With nothing at all, the text. What one item lacks never changes the id of another: where a guid turns out not to be
 * unique later, the aliases keep the entry known.
 *
 * @param site the feed's home page, canonical, or null.
 * @param sharedLinks what the cursor remembers as shared.
 * @param asked whether the id of the item at an index is wanted; the others only tell theirs apart.
 */
export function identify(
  feed: string,
  items: readonly Traits[],
  site: string | null,
  sharedLinks: readonly string[],
  asked: (index: number) => boolean = () => true,
): Identified {
  const guids = new Map<string, Set<string>>();
  const links = new Map<string, Set<string>>();
  for (const item of items) {
    const self = selfOf(item);
    if (item.guid !== null) add(guids, item.guid, self);
    if (item.url !== null) add(links, urlKey(item.url), self);
  }
  const shared = new Set(sharedLinks);
  for (const [key, owners] of links) if (owners.size > 1) shared.add(linkHash(key));
  const home = site === null ? null : urlKey(site);

  const seen = new Set<string>();
  const isShared = (key: string): boolean =>
    key === home || isHomePage(key) || (shared.size > 0 && shared.has(linkHash(key)));
  const identities = items.map((item, index) => {
    if (!asked(index)) return null;
    const guid = item.guid !== null && guids.get(item.guid)?.size === 1 ? item.guid : null;
    const identity = identityOf(feed, item, guid, isShared);
    if (seen.has(identity.id)) return null;
    seen.add(identity.id);
    return identity;
  });
  return { identities, sharedLinks: [...shared].slice(-MOST_SHARED_LINKS) };
}

/**
 * The id of the entry that a link leads to, as `identify` gives it to a link that no other item shares; null for what is
 * no http(s) address.
 */
export function entryIdOfLink(written: string): string | null {
  const url = canonicalUrl(written, null);
  return url === null ? null : idOfKey(urlKey(url));
}

function idOfKey(key: string): string {
  return RECIPE + causeId('link', key);
}

function identityOf(
  feed: string,
  item: Traits,
  guid: string | null,
  isShared: (key: string) => boolean,
): Identity {
  const aliases: string[] = [];
  // A headline edited in place may change the address with it; guid and date stay.
  if (guid !== null && item.publishedAt !== null)
    aliases.push(causeId('guid+date', feed, guid, String(item.publishedAt)));
  if (item.url !== null) {
    const key = urlKey(item.url);
    const withTitle = RECIPE + causeId('link+title', key, item.title);
    const withGuid = guid === null ? null : RECIPE + causeId('link+guid', key, guid);
    if (isShared(key)) {
      return withGuid === null
        ? { id: withTitle, aliases }
        : { id: withGuid, aliases: [...aliases, withTitle] };
    }
    // The names it has when its link, or its guid too, turns out to be shared: it is not taken for new on that day.
    aliases.push(withTitle);
    if (withGuid !== null) aliases.push(withGuid);
    return { id: idOfKey(key), aliases };
  }
  const { guid: written } = item;
  if (written !== null) {
    const withTitle = RECIPE + causeId('guid+title', feed, written, item.title);
    return guid === null
      ? { id: withTitle, aliases }
      : { id: RECIPE + causeId('guid', feed, guid), aliases: [...aliases, withTitle] };
  }
  return { id: RECIPE + causeId('text', feed, item.title, item.text), aliases };
}

/** Two items with the same self are one item given twice. */
function selfOf(item: Traits): string {
  return `${item.url === null ? '' : urlKey(item.url)}
${item.guid ?? ''}
${item.title}`;
}

function add(owners: Map<string, Set<string>>, key: string, owner: string): void {
  const set = owners.get(key);
  if (set === undefined) owners.set(key, new Set([owner]));
  else set.add(owner);
}

function linkHash(key: string): string {
  return causeId('shared', key);
}

/** The key is `//host/` and nothing more. */
function isHomePage(key: string): boolean {
  return /^\/\/[^/]+\/$/.test(key);
}

// Parameters that say where a reader came from, not what is read. By their publishers' and advertisers' manuals:
// Google, Facebook, Microsoft, Yandex, Mailchimp, Adobe, AT Internet (at_, xtor), Webtrekk (wt_), BBC, Reuters, DW, NYT.
const TRACKING =
  /^(?:utm_.+|at_.+|mtm_.+|pk_.+|hsa_.+|wt_.+|ns_(?:mchannel|source|campaign|linkname|fee)|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_ga|_gl|_hsenc|_hsmi|mkt_tok|s_cid|s_kwcid|cmpid|cmp|ncid|ocid|smid|mbid|srnd|sref|xtor|maca|traffic_source|feedtype|feedname|ref_src|ref_url|spm|guccounter|guce_.+)$/i;

/**
 * The one address of a story: http(s), absolute, without what only tells where the reader came from, unwrapped from
 * Google's redirects. Null where there is none such.
 *
 * @param base the document's own address, for relative links; null where it is unknown.
 */
export function canonicalUrl(written: string, base: string | null): string | null {
  if (written.length > 8_192) return null;
  let url = base === null ? URL.parse(written.trim()) : URL.parse(written.trim(), base);
  for (let wraps = 0; url !== null && wraps < 3; wraps += 1) {
    const inner = wrapped(url);
    if (inner === null) break;
    url = URL.parse(inner);
  }
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    return null;
  url.username = '';
  url.password = '';
  // A fragment is a place on the page, unless it is the whole path of a page that one script draws.
  if (!/^#!?\//.test(url.hash)) url.hash = '';
  if (url.search !== '') {
    const kept = url.search
      .slice(1)
      .split('&')
      .filter((parameter) => parameter !== '' && !TRACKING.test(parameter.split('=', 1)[0] ?? ''));
    url.search = kept.join('&');
  }
  return url.href;
}

/** The address inside `https://www.google.com/url?…&url=…`, or null. */
function wrapped(url: URL): string | null {
  if (url.pathname !== '/url' || !/^(?:www\.)?google\.(?:[a-z]{2,3}|com?\.[a-z]{2})$/.test(url.hostname))
    return null;
  return url.searchParams.get('url') ?? url.searchParams.get('q');
}

/** The address as far as it tells stories apart: neither http or https nor the order of parameters matters. */
function urlKey(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return url;
  parsed.searchParams.sort();
  return `//${parsed.host}${parsed.pathname}${parsed.search}${parsed.hash}`;
}
