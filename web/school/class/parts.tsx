/** The parts of a class page, chosen in place: the address stays that of the class. */
export function Parts<Part extends string>({
  labels,
  current,
  onChoose,
}: {
  labels: Readonly<Record<Part, string>>;
  current: Part;
  onChoose: (part: Part) => void;
}) {
  return (
    <nav className="tabs" aria-label="Phần của lớp">
      {(Object.keys(labels) as Part[]).map((part) => (
        <a
          key={part}
          href={`#${part}`}
          {...(part === current ? { 'aria-current': 'page' as const } : {})}
          onClick={(event) => {
            event.preventDefault();
            onChoose(part);
          }}
        >
          {labels[part]}
        </a>
      ))}
    </nav>
  );
}
