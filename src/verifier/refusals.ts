import { type Refusal, refusal } from '#domain';
import type { Finding, SubIndication } from '#signature';
import { describeXmlFault, type XmlError } from '#xml';

/** A refusal of a judgement: for signatures with the sub-indication of EN 319 102-1 that receipts and results carry on. */
export interface JudgedRefusal extends Refusal { readonly subIndication?: SubIndication }

export const refusalOf = ({ code, params, where, subIndication }: Finding): JudgedRefusal => ({ code, ...(params && { params }), ...(where !== undefined && { where }), subIndication });

/** A document that cannot be read at all. */
export const xmlRefusal = ({ code, line, column }: XmlError): JudgedRefusal => ({ ...refusal('form/not-xml', { reason: describeXmlFault(code), line, column }), subIndication: 'FORMAT_FAILURE' });
