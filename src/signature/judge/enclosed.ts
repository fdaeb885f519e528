import { isBlank, pathOf, textOf, type XmlElement } from '#xml';
import { DS, DS_11, XADES, XADES_141 } from '../xades/names.ts';
import { certificateOf, octetsOf } from '../xades/parts.ts';
import { isTimestampProperty } from '../xades/read-properties.ts';
import type { XmlSignature } from '../xades/read.ts';
import { finding, type Finding } from './findings.ts';

/** What text an element has when it has no child elements. A name stands beside certificates and is read by nobody. */
type Leaf = 'base64' | 'certificate' | 'name' | 'none';
interface Shape {
  readonly attributes?: readonly string[];
  readonly children?: readonly string[];
  readonly leaf?: Leaf;
}

const PREFIX: Readonly<Record<string, string>> = { ds: DS, xades: XADES, xades141: XADES_141, dsig11: DS_11 };
const octets = (...attributes: readonly string[]): Shape => ({ attributes, leaf: 'base64' });

/**
 * Everything of a signature that its own signature value does not cover: XML Signature 1.1 §4.5, EN 319 132-1 §5.4 and §5.5, and of these only what proves
 * itself (values, certificates, revocation data, tokens). Whatever is not in the table could be a message nobody signed.
 */
const SHAPES: Readonly<Record<string, Shape>> = {
  'ds:Signature': { attributes: ['Id'], children: ['ds:SignedInfo', 'ds:SignatureValue', 'ds:KeyInfo', 'ds:Object'] },
  'ds:SignatureValue': octets('Id'),
  'ds:KeyInfo': { attributes: ['Id'], children: ['ds:X509Data', 'ds:KeyValue'] },
  'ds:KeyValue': { children: ['ds:RSAKeyValue', 'dsig11:ECKeyValue'] },
  'ds:RSAKeyValue': { children: ['ds:Modulus', 'ds:Exponent'] },
  'ds:Modulus': octets(),
  'ds:Exponent': octets(),
  'dsig11:ECKeyValue': { attributes: ['Id'], children: ['dsig11:NamedCurve', 'dsig11:PublicKey'] },
  'dsig11:NamedCurve': { attributes: ['URI'], leaf: 'none' },
  'dsig11:PublicKey': octets(),
  'ds:X509Data': { children: ['ds:X509Certificate', 'ds:X509IssuerSerial', 'ds:X509SubjectName', 'ds:X509SKI', 'ds:X509CRL'] },
  'ds:X509Certificate': { leaf: 'certificate' },
  'ds:X509CRL': octets(),
  'ds:X509SKI': octets(),
  'ds:X509SubjectName': { leaf: 'name' },
  'ds:X509IssuerSerial': { children: ['ds:X509IssuerName', 'ds:X509SerialNumber'] },
  'ds:X509IssuerName': { leaf: 'name' },
  'ds:X509SerialNumber': { leaf: 'name' },
  'ds:Object': { attributes: ['Id'], children: ['xades:QualifyingProperties'] },
  'xades:QualifyingProperties': { attributes: ['Id', 'Target'], children: ['xades:SignedProperties', 'xades:UnsignedProperties'] },
  'xades:UnsignedProperties': { attributes: ['Id'], children: ['xades:UnsignedSignatureProperties'] },
  'xades:UnsignedSignatureProperties': {
    attributes: ['Id'],
    children: [
      'xades:SignatureTimeStamp',
      'xades:CertificateValues',
      'xades:RevocationValues',
      'xades141:TimeStampValidationData',
      'xades141:ArchiveTimeStamp',
    ],
  },
  'xades:SignatureTimeStamp': { attributes: ['Id'], children: ['ds:CanonicalizationMethod', 'xades:EncapsulatedTimeStamp'] },
  'xades141:ArchiveTimeStamp': { attributes: ['Id'], children: ['ds:CanonicalizationMethod', 'xades:EncapsulatedTimeStamp'] },
  'ds:CanonicalizationMethod': { attributes: ['Algorithm'], leaf: 'none' },
  'xades:EncapsulatedTimeStamp': octets('Id', 'Encoding'),
  'xades141:TimeStampValidationData': { attributes: ['Id', 'URI'], children: ['xades:CertificateValues', 'xades:RevocationValues'] },
  'xades:CertificateValues': { attributes: ['Id'], children: ['xades:EncapsulatedX509Certificate'] },
  'xades:EncapsulatedX509Certificate': octets('Id', 'Encoding'),
  'xades:RevocationValues': { attributes: ['Id'], children: ['xades:CRLValues', 'xades:OCSPValues'] },
  'xades:CRLValues': { children: ['xades:EncapsulatedCRLValue'] },
  'xades:EncapsulatedCRLValue': octets('Id', 'Encoding'),
  'xades:OCSPValues': { children: ['xades:EncapsulatedOCSPValue'] },
  'xades:EncapsulatedOCSPValue': octets('Id', 'Encoding'),
};

/** A row with the names of its children looked up: by namespace, then by local name. */
interface Row {
  readonly attributes: readonly string[];
  readonly leaf: Leaf | undefined;
  readonly children: Set<Row>;
}
const ROWS = new Map<string, Map<string, Row>>(Object.values(PREFIX).map((ns) => [ns, new Map()]));
for (const [name, shape] of Object.entries(SHAPES)) for (const child of shape.children ?? []) rowNamed(name).children.add(rowNamed(child));

function rowNamed(name: string): Row {
  const [prefix, local] = name.split(':') as [string, string];
  const ofNamespace = ROWS.get(PREFIX[prefix]!)!;
  const { attributes = [], leaf } = SHAPES[name] ?? {};
  const row = ofNamespace.get(local) ?? { attributes, leaf, children: new Set() };
  ofNamespace.set(local, row);
  return row;
}

const UNKNOWN: Row = { attributes: [], leaf: undefined, children: new Set() };
const rowOf = ({ ns, local }: XmlElement): Row => ROWS.get(ns)?.get(local) ?? UNKNOWN;

/** The first thing inside a signature that nobody signed and that is no help for judging it; of the strict profile. */
export function enclosedFindings({ element, signedInfo, properties }: XmlSignature): readonly Finding[] {
  const signed = properties?.signedProperties;
  const walk = (at: XmlElement): Finding | undefined => {
    // Signed by this very signature; a time-stamp that is not judged is a finding of its own.
    if (at === signedInfo || at === signed || isJudgedElsewhere(at)) return undefined;
    const { attributes, children, leaf } = rowOf(at);
    for (const { ns, local, value, name } of at.attributes)
      if (ns !== '' || !attributes.includes(local) || (local === 'Id' && !ID.test(value))) return unsigned(at, `@${name}`);
    if (leaf !== undefined && !isLeaf(at, leaf)) return unsigned(at, at.name);
    for (const child of at.children) {
      if (child.kind === 'text' && leaf === undefined && !isBlank(child.value)) return unsigned(at, at.name);
      if (child.kind !== 'element') continue;
      if (!children.has(rowOf(child)) && !isJudgedElsewhere(child)) return unsigned(child, child.name);
      const found = walk(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const found = walk(element);
  return found === undefined ? [] : [found];
}

/** A name other software gives its parts, too short and too plain to be a message. */
const ID = /^[A-Za-z_][\w.-]{0,127}$/;

const isJudgedElsewhere = (element: XmlElement): boolean => isTimestampProperty(element) && !JUDGED.has(element.local);
const JUDGED: ReadonlySet<string> = new Set(['SignatureTimeStamp', 'ArchiveTimeStamp', 'EncapsulatedTimeStamp']);

const unsigned = (at: XmlElement, element: string): Finding => finding('signature/unsigned-content', pathOf(at), { element });

function isLeaf(element: XmlElement, leaf: Leaf): boolean {
  for (const child of element.children) if (child.kind !== 'text' || child.cdata) return false;
  if (leaf === 'name') return true;
  if (leaf === 'none') return isBlank(textOf(element));
  return (leaf === 'certificate' ? certificateOf(element) : octetsOf(element)) !== undefined;
}
