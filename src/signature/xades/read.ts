import { err, ok, type Result } from '#kernel';
import { attributeOf, childElements, hasText, namespaceInScope, type XmlElement } from '#xml';
import { readKeyValue } from './key-value.ts';
import { DS, TYPE, XADES } from './names.ts';
import { base64Of, certificateOf, Children, Fault, leafText, required, type SignatureFault } from './parts.ts';
import { readProperties, type QualifyingProperties } from './read-properties.ts';

/** One step of a chain of transforms. */
export interface TransformStep {
  readonly uri: string;
  readonly prefixes: readonly string[];
  /** An XPath expression without its white space, `{S}` for the name of ds:Signature; a filter (XPath Filter 2.0) stands before it. */
  readonly expression?: string;
}

export interface SignedReference {
  readonly id: string | undefined;
  readonly uri: string | undefined;
  readonly type: string | undefined;
  readonly transforms: readonly TransformStep[];
  readonly digestUri: string;
  readonly digest: Uint8Array;
}

/** A ds:Signature read whole and strictly; nothing of it is proven yet. */
export interface XmlSignature {
  readonly element: XmlElement;
  readonly id: string | undefined;
  readonly signedInfo: XmlElement;
  readonly canonicalization: TransformStep;
  readonly signatureMethod: string;
  readonly references: readonly SignedReference[];
  readonly valueElement: XmlElement;
  readonly value: Uint8Array;
  /** Certificates of KeyInfo in their order, DER. */
  readonly certificates: readonly Uint8Array[];
  /** A bare key of KeyInfo, SubjectPublicKeyInfo DER: good for integrity alone, proves nobody. */
  readonly keyValue: Uint8Array | undefined;
  readonly properties: QualifyingProperties | undefined;
  /** Objects that carry something else than XAdES properties. */
  readonly otherObjects: readonly XmlElement[];
}

export const REFERENCES_MAX = 64;
/** Each costs a look-up at every element that is digested. */
const PREFIXES_MAX = 32;
const CERTIFICATES_MAX = 64;
/** None of the expressions that are allowed is nearly as long. */
const EXPRESSION_MAX = 512;
const FILTER = 'http://www.w3.org/2002/06/xmldsig-filter2';
const EXCLUSIVE_NAMESPACE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** Reads XML Signature 1.1 §4 with XAdES properties (EN 319 132-1). One SignedInfo, one value, plain text where text is due. */
export function readSignature(element: XmlElement): Result<XmlSignature, SignatureFault> {
  try {
    return ok(read(element));
  } catch (fault) {
    if (fault instanceof Fault) return err(fault.fault);
    throw fault;
  }
}

function read(element: XmlElement): XmlSignature {
  const children = new Children(element);
  const signedInfo = children.next('SignedInfo');
  const valueElement = children.next('SignatureValue');
  const keyInfo = children.nextIf('KeyInfo');
  const objects: XmlElement[] = [];
  for (let object = children.nextIf('Object'); object !== undefined; object = children.nextIf('Object')) objects.push(object);
  children.done();
  const info = new Children(signedInfo);
  const canonicalization = readStep(info.next('CanonicalizationMethod'));
  const method = info.next('SignatureMethod');
  const references: SignedReference[] = [];
  for (let reference = info.nextIf('Reference'); reference !== undefined; reference = info.nextIf('Reference'))
    references.push(readReference(reference));
  info.done();
  if (references.length === 0 || references.length > REFERENCES_MAX) throw new Fault('số tham chiếu không hợp lệ', signedInfo);
  const ofXades = objects.filter((object) => childElements(object).some(isProperties));
  const [holder, ...more] = ofXades;
  if (more.length > 0) throw new Fault('có hơn một nhóm thuộc tính XAdES', element);
  const id = attributeOf(element, 'Id');
  return {
    element,
    id,
    signedInfo,
    canonicalization,
    signatureMethod: readMethod(method),
    references,
    valueElement,
    value: base64Of(valueElement),
    certificates: keyInfo === undefined ? [] : readCertificates(keyInfo),
    keyValue: keyInfo === undefined ? undefined : readKeyValue(keyInfo),
    properties: holder === undefined ? undefined : readHolder(holder, id),
    otherObjects: objects.filter((object) => object !== holder),
  };
}

/** No accepted algorithm has parameters, so with them (a length of HMAC, RSASSA-PSS of RFC 9231 §2.3.9) it is another one. */
const readMethod = (method: XmlElement): string =>
  [required(method, 'Algorithm'), ...childElements(method).map(({ name }) => `+ ${name}`)].join(' ');

const isProperties = (element: XmlElement): boolean => element.ns === XADES && element.local === 'QualifyingProperties';

function readHolder(holder: XmlElement, signatureId: string | undefined): QualifyingProperties {
  const [properties, ...more] = childElements(holder);
  if (properties === undefined || more.length > 0 || !isProperties(properties) || hasText(holder))
    throw new Fault('đối tượng XAdES có nội dung khác', holder);
  const target = attributeOf(properties, 'Target');
  if (signatureId === undefined || target !== `#${signatureId}`) throw new Fault('thuộc tính XAdES thuộc về chữ ký khác', properties);
  return readProperties(properties);
}

function readReference(reference: XmlElement): SignedReference {
  const children = new Children(reference);
  const transforms = children.nextIf('Transforms');
  const method = children.next('DigestMethod');
  const value = children.next('DigestValue');
  children.done();
  return {
    id: attributeOf(reference, 'Id'),
    uri: attributeOf(reference, 'URI'),
    type: attributeOf(reference, 'Type'),
    transforms: transforms === undefined ? [] : readTransforms(transforms),
    digestUri: required(method, 'Algorithm'),
    digest: base64Of(value),
  };
}

function readTransforms(transforms: XmlElement): readonly TransformStep[] {
  const children = new Children(transforms);
  const steps: TransformStep[] = [];
  for (let step = children.nextIf('Transform'); step !== undefined; step = children.nextIf('Transform')) steps.push(readStep(step));
  children.done();
  return steps;
}

/** A transform or canonicalisation. Parameters that are known: the prefix list of exclusive C14N, and one XPath expression. */
function readStep(step: XmlElement): TransformStep {
  const [parameter, ...more] = childElements(step);
  const uri = required(step, 'Algorithm');
  if (parameter === undefined) return { uri, prefixes: [] };
  if (more.length === 0 && parameter.local === 'XPath' && parameter.ns === (uri === FILTER ? FILTER : DS))
    return { uri, prefixes: [], expression: readExpression(parameter) };
  if (
    more.length > 0 ||
    parameter.ns !== EXCLUSIVE_NAMESPACE ||
    parameter.local !== 'InclusiveNamespaces' ||
    !uri.startsWith(EXCLUSIVE_NAMESPACE)
  )
    throw new Fault('phép biến đổi có tham số không nhận biết được', step);
  const prefixes = required(parameter, 'PrefixList')
    .split(/[ \t\r\n]+/)
    .filter((prefix) => prefix !== '');
  if (prefixes.length > PREFIXES_MAX) throw new Fault('PrefixList quá dài', step);
  return { uri, prefixes };
}

/** The expressions that are allowed have no white space that means anything, and one name: that of a signature, by any prefix. */
function readExpression(parameter: XmlElement): string {
  const written = leafText(parameter).replace(/[ \t\r\n]+/g, '');
  if (written.length > EXPRESSION_MAX) throw new Fault('biểu thức XPath quá dài', parameter);
  const text = written.replace(/([\w.-]+):Signature\b/g, (name, prefix: string) =>
    namespaceInScope(parameter, prefix) === DS ? '{S}' : name,
  );
  const filter = attributeOf(parameter, 'Filter');
  return filter === undefined ? text : `${filter} ${text}`;
}

function readCertificates(keyInfo: XmlElement): readonly Uint8Array[] {
  const elements = childElements(keyInfo)
    .filter(({ ns, local }) => ns === DS && local === 'X509Data')
    .flatMap((data) => childElements(data))
    .filter(({ ns, local }) => ns === DS && local === 'X509Certificate');
  if (elements.length > CERTIFICATES_MAX) throw new Fault('quá nhiều chứng thư số', keyInfo);
  return elements.map((element) => certificateOf(element)?.der ?? base64Of(element));
}

export const isSignatureElement = (element: XmlElement): boolean => element.ns === DS && element.local === 'Signature';
export const isPropertiesReference = (reference: SignedReference): boolean => reference.type === TYPE.signedProperties;
