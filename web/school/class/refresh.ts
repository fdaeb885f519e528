import { useQueryClient } from '@tanstack/react-query';

/** After a decision about a pupil: the class, the overview and what waits for a signature are asked again. */
export function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => Promise.all(['class', 'overview', 'sign-queue'].map((key) => client.invalidateQueries({ queryKey: [key] })));
}
