import type { LookupOptions, LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Of IPv6 only 2000::/3 is given to anybody (RFC 4291 §2.4); what wraps an IPv4 address or is an example lies in the rest or is named. */
const NETS = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.0.2.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '198.51.100.0/24',
    '203.0.113.0/24',
    '224.0.0.0/3',
  ],
  ipv6: ['::/3', '4000::/2', '8000::/1', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
} as const;

// One list for both would take every IPv4 address for one inside IPv6.
const listOf = (family: keyof typeof NETS): BlockList =>
  NETS[family].reduce((list, net) => {
    const [address, bits] = net.split('/') as [string, string];
    list.addSubnet(address, Number(bits), family);
    return list;
  }, new BlockList());
const INNER = { ipv4: listOf('ipv4'), ipv6: listOf('ipv6') };

/** Addresses of this machine, of private networks and of nobody (RFC 6890 and the registries of special addresses it set up), IPv4 inside IPv6 included. */
export function isInnerAddress(address: string): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  return isIP(address) === 0 || INNER[family].check(address, family);
}

/** Whether a host of a URL is written as an inner address; a name is judged by what it turns out to mean, while connecting. */
export function isInnerLiteral(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) !== 0 && isInnerAddress(literal);
}

/** What a name stands for may not be connected to. */
export class InnerAddressError extends Error {}

/** `lookup` of node:dns, as far as it is used here. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (cause: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The look-up of a connection that stays outside: it judges every address of a name and hands on those very addresses, so that a name cannot mean one thing when
 * it is checked and another when it is connected to (DNS rebinding). Connections must ask for all addresses (`autoSelectFamily`).
 */
export const outerLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) =>
    resolve(hostname, { ...options, all: true }, (cause, addresses) => {
      if (cause !== null) callback(cause, []);
      else if (addresses.some(({ address }) => isInnerAddress(address)))
        callback(new InnerAddressError(`máy chủ ${hostname} có địa chỉ nội bộ`), []);
      else callback(null, addresses);
    });
