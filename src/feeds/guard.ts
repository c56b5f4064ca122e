import { lookup as systemLookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Which addresses may be fetched. A feed's address comes from a file, a chat or a redirect, so it could point into the
 * network that the bot runs in (server-side request forgery: https://owasp.org/Top10/2021/A10_2021-Server-Side_Request_Forgery_%28SSRF%29/).
 */
export type Permission =
  | { readonly allowed: true; readonly url: URL }
  | { readonly allowed: false; readonly because: string };

const IF_MEANT = 'If it is meant, set polling.allowPrivate in wirewatch.yaml.';

/**
 * May this address be fetched, as far as one can tell without asking DNS? What a name resolves to is checked by
 * `guardedLookup` at the moment of connecting.
 */
export function permit(address: string, allowPrivate: boolean): Permission {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return no(`"${shorten(address)}" is not an address. Write it in full: https://…`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return no(`Only http and https addresses are fetched, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    return no('An address with a user name or password in it is not fetched. Take them out.');
  }
  if (allowPrivate) return { allowed: true, url };
  // Below 1024 live services that are not meant for us (mail, databases, shells); feeds there use the web's two ports.
  if (url.port !== '' && Number(url.port) < 1024 && url.port !== '80' && url.port !== '443') {
    return no(`Port ${url.port} is not a web port; only 80, 443 and those from 1024 are fetched.`);
  }
  // URL has already turned 2130706433, 0x7f.1 and 0177.0.0.1 into 127.0.0.1.
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) === 0 ? /(?:^|\.)localhost$/i.test(host) : !isPublic(host)) {
    return no(`${host} is not a public address. ${IF_MEANT}`);
  }
  return { allowed: true, url };
}

/** Is this IP address one of the public internet? Mapped and tunnelled IPv6 counts as what it carries. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns ::ffff:127.0.0.1 into 127.0.0.1. `unicast` is what no special range claims: 6to4, Teredo, NAT64,
  // carrier-grade NAT, link-local, documentation, multicast and all others have names of their own.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // IPv4-compatible IPv6 (::127.0.0.1), deprecated by RFC 4291 and not known to ipaddr.js.
  return parsed.kind() === 'ipv4' || !/^::[0-9a-f]/.test(parsed.toString());
}

/** Thrown into the connection when a name leads to no public address. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** A name lookup that gives only public addresses: the connection is made to exactly what was checked. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) {
      callback(error, '', 0);
      return;
    }
    const open = addresses.filter(({ address }) => isPublic(address));
    const [first] = open;
    if (first === undefined) {
      callback(new PrivateAddress(`${hostname} leads to an address that is not public. ${IF_MEANT}`), '', 0);
    } else if (options.all === true) {
      callback(null, open);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

function no(because: string): Permission {
  return { allowed: false, because };
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
