import { err, ok, type Result } from '#kernel';
import { parseRemoteUrl, type RemoteError } from './fetch-bytes.ts';

/** A host that certificates may send us to, and where it is reached instead: a mirror inside the operator's own network. */
export interface AllowedHost {
  /** As certificates write it, with `:port` when it is not the usual one. */
  readonly host: string;
  readonly via?: string;
}

/** An address that may be asked. */
export interface Reachable {
  readonly url: string;
  /** It must lie outside the operator's network, because nobody but a certificate says where it is. */
  readonly outerOnly: boolean;
}

/**
 * Where an address that stands in a certificate may be asked: its host is on the operator's list, and unless the operator names the way himself, it must lie outside
 * his network. So no certificate makes the server call into it.
 */
export function reach(url: string, hosts: readonly AllowedHost[]): Result<Reachable, RemoteError> {
  const parsed = parseRemoteUrl(url);
  if (!parsed.ok) return parsed;
  const { host, pathname, search, href } = parsed.value;
  const allowed = hosts.find((one) => one.host === host);
  if (allowed === undefined) return err({ code: 'remote/url-refused', detail: `máy chủ ${host} không có trong danh sách được hỏi` });
  return ok(
    allowed.via === undefined
      ? { url: href, outerOnly: true }
      : { url: `${allowed.via.replace(/\/$/, '')}${pathname}${search}`, outerOnly: false },
  );
}
