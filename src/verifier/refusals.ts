import type { Refusal } from '#domain';
import { notXml } from '#packet';
import type { Finding, SubIndication } from '#signature';
import type { XmlError } from '#xml';

/** A refusal of a judgement: for signatures with the sub-indication of EN 319 102-1 that receipts and results carry on. */
export interface JudgedRefusal extends Refusal {
  readonly subIndication?: SubIndication;
}

export const refusalOf = ({ code, params, where, subIndication }: Finding): JudgedRefusal => ({
  code,
  ...(params && { params }),
  ...(where !== undefined && { where }),
  subIndication,
});

/** A document that cannot be read at all. */
export const xmlRefusal = (error: XmlError): JudgedRefusal => ({ ...notXml(error), subIndication: 'FORMAT_FAILURE' });
