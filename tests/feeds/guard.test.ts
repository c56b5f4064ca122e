import { describe, expect, test } from 'vitest';
import { guardedLookup, isPublic, permit } from '#feeds/guard.ts';

describe('which addresses are fetched', () => {
  test.each([
    'http://127.0.0.1/feed',
    'http://127.1/feed',
    'http://2130706433/feed',
    'http://0x7f000001/feed',
    'http://0177.0.0.1/feed',
    'http://0.0.0.0/feed',
    'http://10.1.2.3/feed',
    'http://172.16.0.1/feed',
    'http://192.168.1.1/feed',
    'http://169.254.169.254/latest/meta-data',
    'http://100.64.0.1/feed',
    'http://224.0.0.1/feed',
    'http://255.255.255.255/feed',
    'http://[::1]/feed',
    'http://[::]/feed',
    'http://[::ffff:127.0.0.1]/feed',
    'http://[::ffff:a00:1]/feed',
    'http://[::127.0.0.1]/feed',
    'http://[fe80::1]/feed',
    'http://[fc00::1]/feed',
    'http://[2002:7f00:1::]/feed',
    'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/feed',
    'http://[64:ff9b::7f00:1]/feed',
    'http://[2001:db8::1]/feed',
    'http://localhost/feed',
    'http://LOCALHOST./feed',
    'http://some.localhost/feed',
    'http://example.org:22/feed',
    'http://example.org:25/feed',
    'http://user:secret@example.org/feed',
    'file:///etc/passwd',
    'ftp://example.org/feed',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'example.org/feed',
    '',
  ])('%s is refused', (address) => {
    const permission = permit(address, false);
    expect(permission).toEqual({ allowed: false, because: expect.stringMatching(/\w{3}/) });
  });

  test.each([
    'http://93.184.215.14/feed',
    'https://example.org/feed',
    'https://example.org:8443/feed',
    'http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/feed',
  ])('%s is allowed', (address) => {
    expect(permit(address, false).allowed).toBe(true);
  });

  test('private addresses are allowed by the setting, other protocols and names in them never', () => {
    expect(permit('http://127.0.0.1:8080/', true).allowed).toBe(true);
    expect(permit('file:///etc/passwd', true).allowed).toBe(false);
    expect(permit('http://user@127.0.0.1/', true).allowed).toBe(false);
  });

  test('a name that leads to loopback is refused at the moment of connecting', async () => {
    const error = await new Promise((resolve) => guardedLookup('localhost', {}, (found) => resolve(found)));
    expect(error).toMatchObject({ name: 'PrivateAddress' });
  });

  test('what is no address at all is not public', () => {
    expect(isPublic('example.org')).toBe(false);
  });
});
