// A link to what is seen. Pages on plain HTTP have no clipboard: then the link stands there to be copied by hand.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LabPage } from '../lab-page.ts';
import { say } from '../text/say.ts';

const thanksMs = 4000;

export const CopyLink = ({ page }: { readonly page: LabPage }) => {
  const outcome = useSignal<'none' | 'copied' | 'by-hand'>('none');
  const copy = async (): Promise<void> => {
    const { href } = page.address;
    try {
      // https://w3c.github.io/clipboard-apis/: absent in insecure contexts, and a browser may refuse.
      await navigator.clipboard.writeText(href);
      outcome.value = 'copied';
      setTimeout(() => outcome.value === 'copied' && (outcome.value = 'none'), thanksMs);
    } catch {
      outcome.value = 'by-hand';
    }
  };
  return (
    <span class="wire-copy">
      <button type="button" onClick={() => void copy()}>
        {say('wire.copy')}
      </button>
      <span role="status" class="small">
        {outcome.value === 'copied' ? say('wire.copied') : ''}
      </span>
      {outcome.value === 'by-hand' && <Address href={page.address.href} />}
    </span>
  );
};

const Address = ({ href }: { readonly href: string }) => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <input ref={field} class="wire-address" type="text" readOnly value={href} aria-label={say('wire.copyByHand')} />
  );
};
