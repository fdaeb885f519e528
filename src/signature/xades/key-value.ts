import { concatBytes } from '#kernel';
import { childElements, childNamed, type XmlElement } from '#xml';
import { der } from '../der/index.ts';
import { PUBLIC_KEY } from '../x509/oids.ts';
import { DS, DS_11 } from './names.ts';
import { base64Of, required } from './parts.ts';

/** A bare public key of ds:KeyValue (XML Signature 1.1 §4.5.2), or written in DER (§4.5.9), as SubjectPublicKeyInfo; undefined when there is none of a known kind. */
export function readKeyValue(keyInfo: XmlElement): Uint8Array | undefined {
  const written = childNamed(keyInfo, 'DEREncodedKeyValue', DS_11);
  if (written !== undefined) return base64Of(written);
  const value = childNamed(keyInfo, 'KeyValue', DS);
  const [key] = value === undefined ? [] : childElements(value);
  if (key?.ns === DS && key.local === 'RSAKeyValue') return rsaKey(key);
  return key?.ns === DS_11 && key.local === 'ECKeyValue' ? ecKey(key) : undefined;
}

function rsaKey(key: XmlElement): Uint8Array | undefined {
  const modulus = childNamed(key, 'Modulus', DS);
  const exponent = childNamed(key, 'Exponent', DS);
  if (modulus === undefined || exponent === undefined) return undefined;
  const raw = der.sequence(der.unsignedInteger(base64Of(modulus)), der.unsignedInteger(base64Of(exponent)));
  return der.sequence(der.sequence(der.oid(PUBLIC_KEY.rsa), der.nullValue()), der.bitString(raw));
}

function ecKey(key: XmlElement): Uint8Array | undefined {
  const curve = childNamed(key, 'NamedCurve', DS_11);
  const point = childNamed(key, 'PublicKey', DS_11);
  if (curve === undefined || point === undefined) return undefined;
  const oid = required(curve, 'URI').replace(/^urn:oid:/, '');
  return /^\d+(\.\d+)+$/.test(oid)
    ? der.sequence(der.sequence(der.oid(PUBLIC_KEY.ec), der.oid(oid)), der.bitString(concatBytes(base64Of(point))))
    : undefined;
}
