// How wide an element is, for what has to be laid out by hand.
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** In CSS pixels; 0 = not measured yet. */
export const useWidth = (element: RefObject<Element | null>): number => {
  const width = useSignal(0);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    width.value = current.clientWidth;
    const observer = new ResizeObserver(() => (width.value = current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width.value;
};
