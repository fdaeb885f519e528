import QRCode from 'qrcode';

/** An SVG of the look-up address at level Q with the four-module quiet zone. Capitals keep the code in alphanumeric mode, so it stays small. */
export async function qrSvg(address: string): Promise<string> {
  return QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'Q', margin: 4 });
}
