import { hash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, fromBase64, Instant, toBase64, unwrap } from '#kernel';
import type { RevocationReason } from '#signature';
import { openKeyStore } from '#signature/signers';
import { openDemoPki, type Credential, type DemoPki, type DemoPkiState } from './demo-pki.ts';
import type { AuthorityName } from './profile.ts';

const FILE = 'demo-pki.json';
const AUTHORITIES: readonly AuthorityName[] = ['root', 'issuing', 'tsa'];

interface KeptCredential {
  readonly id: string;
  readonly chain: readonly string[];
}
interface Kept {
  readonly authorities: Readonly<
    Record<
      AuthorityName,
      { readonly certificate: string; readonly revocations: readonly { serialHex: string; at: number; reason: RevocationReason }[] }
    >
  >;
  readonly tsa: KeptCredential;
  readonly holders: readonly KeptCredential[];
}

/** A key file is named after its certificate, so that no crash between two writes pairs a certificate with another one's key. */
const keyName = (certificate: Uint8Array) => hash('sha256', certificate, 'hex').slice(0, 32);

/** Keeps a hierarchy in a folder: certificates and revocations in one file, private keys encrypted beside it. */
export async function saveDemoPki(pki: DemoPki, folder: string): Promise<void> {
  const store = await openKeyStore(folder);
  const state = pki.state();
  const there = new Set(await store.names());
  const owners = [...AUTHORITIES.map((name) => state.authorities[name]), state.tsa, ...state.holders];
  for (const { certificate, pkcs8 } of owners) if (!there.has(keyName(certificate))) await store.save(keyName(certificate), pkcs8);
  const keep = ({ id, chain }: Credential): KeptCredential => ({ id, chain: chain.map(toBase64) });
  const authority = (name: AuthorityName) => ({
    certificate: toBase64(state.authorities[name].certificate),
    revocations: state.authorities[name].revocations,
  });
  const kept: Kept = {
    authorities: { root: authority('root'), issuing: authority('issuing'), tsa: authority('tsa') },
    tsa: keep(state.tsa),
    holders: state.holders.map(keep),
  };
  const draft = join(folder, `${FILE}.draft`);
  await writeFile(draft, JSON.stringify(kept, null, 1), { mode: 0o600 });
  await rename(draft, join(folder, FILE));
}

/** Opens the hierarchy kept in a folder, or undefined when there is none. A damaged one is a broken data folder and throws. */
export async function loadDemoPki(folder: string): Promise<DemoPki | undefined> {
  const text = await readFile(join(folder, FILE), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as Kept;
  const store = await openKeyStore(folder);
  const bytes = (base64: string) => unwrap(fromBase64(base64));
  const keyOf = async (certificate: Uint8Array) => unwrap(await store.load(keyName(certificate)));
  const open = async ({ id, chain }: KeptCredential): Promise<Credential> => {
    const ders = chain.map(bytes);
    const [certificate] = ders;
    assert(certificate !== undefined, 'a kept credential has its certificate');
    return { id, certificate, chain: ders, pkcs8: await keyOf(certificate) };
  };
  const authority = async (name: AuthorityName) => ({
    certificate: bytes(kept.authorities[name].certificate),
    pkcs8: await keyOf(bytes(kept.authorities[name].certificate)),
    revocations: kept.authorities[name].revocations.map((revocation) => ({ ...revocation, at: Instant.of(revocation.at) })),
  });
  const state: DemoPkiState = {
    authorities: { root: await authority('root'), issuing: await authority('issuing'), tsa: await authority('tsa') },
    tsa: await open(kept.tsa),
    holders: await Promise.all(kept.holders.map(open)),
  };
  return openDemoPki(state);
}
