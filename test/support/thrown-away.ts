/** Settings of a PostgreSQL server whose data is thrown away: nothing needs to reach the disk. */
export const THROWN_AWAY: readonly string[] = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
