interface Reference {
  readonly scheme?: string | undefined;
  readonly authority?: string | undefined;
  readonly path: string;
  readonly query?: string | undefined;
  readonly fragment?: string | undefined;
}

/** RFC 3986 appendix B. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?/s;

function parse(text: string): Reference {
  const [, scheme, authority, path = '', query, fragment] = PARTS.exec(text)!;
  return { scheme, authority, path, query, fragment };
}

/**
 * Canonical XML 1.1 §2.4, join-URI-References: the `xml:base` of an element below that of an element around it. RFC 3986 §5.2.2 with a base that may itself be
 * relative, whose leading `..` stay.
 */
export function joinBases(outer: string, inner: string): string {
  // A base that ends in a dot segment names a folder: without the slash a reference would replace the segment instead of continuing it.
  const base = parse(/(^|\/)\.\.?$/.test(outer) ? `${outer}/` : outer);
  const reference = parse(inner);
  if (reference.scheme !== undefined) return write({ ...reference, path: withoutDots(reference.path) });
  if (reference.authority !== undefined) return write({ ...reference, scheme: base.scheme, path: withoutDots(reference.path) });
  if (reference.path === '') return write({ ...base, query: reference.query ?? base.query, fragment: reference.fragment });
  const path = reference.path.startsWith('/') ? reference.path : merge(base, reference.path);
  return write({
    scheme: base.scheme,
    authority: base.authority,
    path: withoutDots(path),
    query: reference.query,
    fragment: reference.fragment,
  });
}

const write = ({ scheme, authority, path, query, fragment }: Reference): string =>
  `${scheme === undefined ? '' : `${scheme}:`}${authority === undefined ? '' : `//${authority}`}${path}${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`;

/** RFC 3986 §5.2.3. */
const merge = ({ authority, path }: Reference, relative: string): string =>
  authority !== undefined && path === '' ? `/${relative}` : path.slice(0, path.lastIndexOf('/') + 1) + relative;

/** RFC 3986 §5.2.4, but a relative path stays one: what leads above its start is kept, and a last `..` gets its slash. */
function withoutDots(path: string): string {
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  const segments = path.split('/').filter((segment, i, all) => segment !== '' || i === all.length - 1);
  for (const [i, segment] of segments.entries()) {
    const isLast = i === segments.length - 1;
    const before = kept.at(-1);
    if (segment === '..' && before !== undefined && before !== '..') kept.pop();
    else if (segment === '..' && !isAbsolute) kept.push('..');
    else if (segment !== '.' && segment !== '..' && segment !== '') kept.push(segment);
    if (isLast && (segment === '' || segment === '.' || segment === '..') && kept.length > 0) kept.push('');
  }
  return `${isAbsolute ? '/' : ''}${kept.join('/')}`;
}
