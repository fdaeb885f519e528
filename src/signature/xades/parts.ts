import { fromBase64, fromBase64Digits } from '#kernel';
import { attributeOf, childElements, hasText, pathOf, type XmlElement } from '#xml';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { DS } from './names.ts';

/** Why an element is no signature that can be judged. */
export interface SignatureFault {
  readonly what: string;
  readonly where: string;
}

/** Carries a fault from the depth of a reader to `readSignature`; never leaves this folder. */
export class Fault extends Error {
  readonly fault: SignatureFault;
  constructor(what: string, at: XmlElement) {
    super(what);
    this.fault = { what, where: pathOf(at) };
  }
}

/** Children of one namespace taken in the order the schema gives; nothing may be left over, text between them may only be white space. */
export class Children {
  readonly #parent: XmlElement;
  readonly #ns: string;
  readonly #list: readonly XmlElement[];
  #at = 0;
  constructor(parent: XmlElement, ns: string = DS) {
    this.#parent = parent;
    this.#ns = ns;
    this.#list = childElements(parent);
    if (hasText(parent)) throw new Fault('chữ ở chỗ chỉ có phần tử', parent);
  }
  peek(): XmlElement | undefined {
    return this.#list[this.#at];
  }
  nextIf(local: string, ns: string = this.#ns): XmlElement | undefined {
    const child = this.#list[this.#at];
    if (child === undefined || child.ns !== ns || child.local !== local) return undefined;
    this.#at++;
    return child;
  }
  next(local: string, ns: string = this.#ns): XmlElement {
    return this.nextIf(local, ns) ?? fault(`thiếu hoặc sai thứ tự: ${local}`, this.#parent);
  }
  done(): void {
    const extra = this.#list[this.#at];
    if (extra !== undefined) throw new Fault(`thừa hoặc sai thứ tự: ${extra.name}`, extra);
  }
}

function fault(what: string, at: XmlElement): never {
  throw new Fault(what, at);
}

export const required = (element: XmlElement, name: string): string => attributeOf(element, name) ?? fault(`thiếu @${name}`, element);

/** The text of an element that has nothing but plain text: no comment, no instruction, no CDATA to hide or split a value. */
export function leafText(element: XmlElement): string {
  const only = element.children.length === 1 ? element.children[0] : undefined;
  if (only?.kind === 'text' && !only.cdata) return only.value;
  let text = '';
  for (const child of element.children) {
    if (child.kind !== 'text' || child.cdata) throw new Fault('giá trị bị chia cắt bởi thành phần khác', element);
    text += child.value;
  }
  return text;
}

const CERTIFICATES_KEPT = 1_000;
const CERTIFICATE_TEXT_MAX = 4 * 1024;
/** Certificates end in their signature, so the last characters tell them apart almost always; the whole text decides. */
const KEY_CHARS = 40;
const certificates = new Map<string, { readonly text: string; readonly certificate: Certificate }>();
/** Of long values: a digest is decoded in less time than it takes to look it up. */
const decoded = new WeakMap<XmlElement, Uint8Array>();
const LONG_OCTETS = 128;

/** A certificate in base64; undefined when it is none. Packets repeat the few certificates of their signers, so the same text is read once while it is remembered. */
export function certificateOf(element: XmlElement): Certificate | undefined {
  const text = leafText(element);
  const key = text.slice(-KEY_CHARS);
  const known = certificates.get(key);
  if (known?.text === text) return known.certificate;
  const octets = octetsOf(element);
  const certificate = octets === undefined ? undefined : parseCertificate(octets);
  if (certificate?.ok !== true) return undefined;
  if (certificates.size >= CERTIFICATES_KEPT) certificates.clear();
  if (text.length <= CERTIFICATE_TEXT_MAX) certificates.set(key, { text, certificate: certificate.value });
  return certificate.value;
}

/** The octets of an element that has nothing but base64, long ones decoded once; undefined for anything else. */
export function octetsOf(element: XmlElement): Uint8Array | undefined {
  const isLong = element.contentEnd - element.contentStart > LONG_OCTETS;
  const known = isLong ? decoded.get(element) : undefined;
  if (known !== undefined) return known;
  const octets = asTheyStand(element) ?? spelledOut(element);
  if (isLong && octets !== undefined) decoded.set(element, octets);
  return octets;
}

/** Digits that stand in the source without a reference or white space among them, and not as CDATA, mean themselves: no text need be made of them. */
function asTheyStand({ children }: XmlElement): Uint8Array | undefined {
  const only = children.length === 1 ? children[0]! : undefined;
  return only?.kind === 'text' ? fromBase64Digits(only.source, only.start, only.end) : undefined;
}

function spelledOut(element: XmlElement): Uint8Array | undefined {
  const octets = fromBase64(leafText(element));
  return octets.ok ? octets.value : undefined;
}

export function base64Of(element: XmlElement): Uint8Array {
  const octets = octetsOf(element);
  if (octets === undefined || octets.length === 0) throw new Fault('không phải base64', element);
  return octets;
}
