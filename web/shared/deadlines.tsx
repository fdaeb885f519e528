interface Deadline {
  readonly key: string;
  readonly date: string;
  readonly label: string;
  readonly daysLeft: number;
  readonly sentence: string;
}

const NEAR_DAYS = 14;
const shortDay = (date: string) => `${Number(date.slice(8, 10))}/${Number(date.slice(5, 7))}`;
const left = (days: number) => (days > 0 ? `còn ${days} ngày` : days === 0 ? 'hôm nay' : 'đã qua');

/** The dated duties of the year: day, days left, one sentence each. */
export function Deadlines({ deadlines, single = false }: { deadlines: readonly Deadline[]; single?: boolean }) {
  return (
    <section aria-label="Mốc hạn">
      <ul className={`deadlines ${single ? 'single' : ''}`}>
        {deadlines.map((d) => (
          <li key={d.key} className={d.daysLeft >= 0 && d.daysLeft <= NEAR_DAYS ? 'near' : ''}>
            <div className="day">
              <b>{shortDay(d.date)}</b>
              <span className={d.daysLeft >= 0 && d.daysLeft <= NEAR_DAYS ? '' : 'muted'}>{left(d.daysLeft)}</span>
            </div>
            <p>{d.sentence || d.label}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
