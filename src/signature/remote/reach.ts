import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { err, ok, type Result } from '#kernel';
import { parseRemoteUrl, type RemoteError } from './fetch-bytes.ts';

/** A host that certificates may send us to, and where it is reached instead: a mirror inside the operator's own network. */
export interface AllowedHost {
  /** As certificates write it, with `:port` when it is not the usual one. */
  readonly host: string;
  readonly via?: string;
}

const INNER = new BlockList();
for (const [net, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const) INNER.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [['::', 127], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]] as const) INNER.addSubnet(net, bits, 'ipv6');

/** Addresses of this machine, of private networks and of nobody (RFC 6890), also when written as IPv4 inside IPv6. */
export function isInnerAddress(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(plain) === 0 || INNER.check(plain, isIP(plain) === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Where an address that stands in a certificate may be asked: its host is on the operator's list, and unless the operator names the way himself, it lies outside
 * his network. So no certificate makes the server call into it.
 */
export async function reach(url: string, hosts: readonly AllowedHost[]): Promise<Result<string, RemoteError>> {
  const parsed = parseRemoteUrl(url);
  if (!parsed.ok) return parsed;
  const { host, hostname, pathname, search } = parsed.value;
  const allowed = hosts.find((one) => one.host === host);
  if (allowed === undefined) return err({ code: 'remote/url-refused', detail: `host ${host} is not on the list` });
  if (allowed.via !== undefined) return ok(`${allowed.via.replace(/\/$/, '')}${pathname}${search}`);
  const literal = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(literal) ? [literal] : await lookup(hostname, { all: true }).then((found) => found.map(({ address }) => address), () => undefined);
  if (addresses === undefined) return err({ code: 'remote/unreachable', detail: `host ${host} has no address` });
  return addresses.some(isInnerAddress) ? err({ code: 'remote/url-refused', detail: `host ${host} has an inner address` }) : ok(parsed.value.href);
}
