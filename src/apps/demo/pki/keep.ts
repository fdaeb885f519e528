import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromBase64, Instant, toBase64, unwrap } from '#kernel';
import type { RevocationReason } from '#signature';
import { openKeyStore } from '#signature/signers';
import { openDemoPki, type Credential, type DemoPki, type DemoPkiState } from './demo-pki.ts';
import type { AuthorityName } from './profile.ts';

const FILE = 'demo-pki.json';
const AUTHORITIES: readonly AuthorityName[] = ['root', 'issuing', 'tsa'];

interface KeptCredential { readonly id: string; readonly key: string; readonly chain: readonly string[] }
interface Kept {
  readonly authorities: Readonly<Record<AuthorityName, { readonly certificate: string; readonly revocations: readonly { serialHex: string; at: number; reason: RevocationReason }[] }>>;
  readonly tsa: KeptCredential;
  readonly holders: readonly KeptCredential[];
}

/** Names of key files may not carry what ids may, so holders are numbered. */
const holderKey = (index: number) => `holder-${index}`;

/** Keeps a hierarchy in a folder: certificates and revocations in one file, private keys encrypted beside it. */
export async function saveDemoPki(pki: DemoPki, folder: string): Promise<void> {
  const store = await openKeyStore(folder);
  const state = pki.state();
  for (const name of AUTHORITIES) await store.save(`ca-${name}`, state.authorities[name].pkcs8);
  await store.save('tsa', state.tsa.pkcs8);
  for (const [i, { pkcs8 }] of state.holders.entries()) await store.save(holderKey(i), pkcs8);
  const keep = ({ id, chain }: Credential, key: string): KeptCredential => ({ id, key, chain: chain.map(toBase64) });
  const authority = (name: AuthorityName) => ({ certificate: toBase64(state.authorities[name].certificate), revocations: state.authorities[name].revocations });
  const kept: Kept = {
    authorities: { root: authority('root'), issuing: authority('issuing'), tsa: authority('tsa') },
    tsa: keep(state.tsa, 'tsa'), holders: state.holders.map((credential, i) => keep(credential, holderKey(i))),
  };
  await mkdir(folder, { recursive: true });
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
  const open = async ({ id, key, chain }: KeptCredential): Promise<Credential> => {
    const ders = chain.map(bytes);
    return { id, certificate: ders[0]!, chain: ders, pkcs8: unwrap(await store.load(key)) };
  };
  const authority = async (name: AuthorityName) => ({
    certificate: bytes(kept.authorities[name].certificate), pkcs8: unwrap(await store.load(`ca-${name}`)),
    revocations: kept.authorities[name].revocations.map((revocation) => ({ ...revocation, at: Instant.of(revocation.at) })),
  });
  const state: DemoPkiState = {
    authorities: { root: await authority('root'), issuing: await authority('issuing'), tsa: await authority('tsa') },
    tsa: await open(kept.tsa), holders: await Promise.all(kept.holders.map(open)),
  };
  return openDemoPki(state);
}
