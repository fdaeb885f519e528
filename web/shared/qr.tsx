import QRCode from 'qrcode';

const QUIET = 4;

/** A QR code with its quiet zone, drawn in place: the text never leaves the browser. */
export default function Qr({ text, label }: { text: string; label: string }) {
  const {
    modules: { size, data },
  } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const dark = Array.from(data, (isDark, i) => (isDark ? `M${QUIET + (i % size)} ${QUIET + Math.floor(i / size)}h1v1h-1z` : '')).join('');
  const side = size + 2 * QUIET;
  return (
    <svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
