import { type Refusal, refusal } from '#domain';
import { describeXmlFault, type XmlError } from '#xml';

/** That octets are no XML we read, in words and with the place (HBS-201). */
export const notXml = ({ code, line, column }: XmlError): Refusal =>
  refusal('form/not-xml', { reason: describeXmlFault(code), line, column });
