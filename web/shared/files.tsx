import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MouseEvent, ReactNode } from 'react';
import { fetchFile, isSessionOver } from './api.ts';
import { download, save } from './save.ts';
import { Failure } from './ui.tsx';

/** Asks the server whether there is a file to take; no says that the screen itself now shows why. */
type Question = () => Promise<boolean>;
interface Wanted {
  readonly address: string;
  readonly isThere: Question | undefined;
}

async function take({ address, isThere }: Wanted): Promise<void> {
  if (isThere === undefined) {
    const { content, fileName } = await fetchFile(address);
    save(content, fileName);
  } else if (await isThere()) download(address);
}

/** What makes a link begin a file of the screen. */
export interface FileLink {
  readonly href: string;
  readonly download: true;
  readonly onClick: (event: MouseEvent) => void;
}

const intoView = (place: HTMLElement | null): void => place?.scrollIntoView({ block: 'nearest' });

/**
 * The files a screen offers. A browser that follows a link to a file keeps a refusal to itself, so the page fetches it, and what the server or the line refuses stands as `notice`
 * where the screen puts it. A file of PDFs by the hundred does not lie in the page: the server is asked first (`isThere`), then the browser takes it to the disk as it comes.
 */
export function useFiles(): { readonly notice: ReactNode; link(address: string, isThere?: Question): FileLink } {
  const client = useQueryClient();
  const taking = useMutation({
    mutationFn: take,
    // Without a line the answer is a message now, not a file whenever the line is back.
    networkMode: 'always',
    onError: (error) => {
      if (isSessionOver(error)) void client.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const begin = (wanted: Wanted): void => {
    if (!taking.isPending || taking.variables.address !== wanted.address) taking.mutate(wanted);
  };
  return {
    notice: taking.isPending ? (
      <p className="muted small" role="status">
        Đang lấy tệp…
      </p>
    ) : taking.isError ? (
      <div ref={intoView}>
        <Failure error={taking.error} retry={() => begin(taking.variables)} />
      </div>
    ) : null,
    link: (address, isThere) => ({
      href: address,
      download: true,
      onClick: (event) => {
        event.preventDefault();
        begin({ address, isThere });
      },
    }),
  };
}
