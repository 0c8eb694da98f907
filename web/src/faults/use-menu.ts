// Makes a disclosure a menu: Escape and a press beside it close it, and it opens to the side where it has room.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { placeMenu, type Edges } from './menu-place.ts';

/** What the bars of the shell leave free. */
const viewEdges = (): Edges => {
  const bar = document.querySelector('.bottom')?.getBoundingClientRect();
  return { top: 0, bottom: Math.min(innerHeight, bar && bar.top > 0 ? bar.top : innerHeight) };
};

/** The stylesheet reads both: `is-up`, and the height as a property. */
const place = (menu: HTMLDetailsElement): void => {
  const body = menu.lastElementChild as HTMLElement;
  const line = (body.offsetParent ?? menu).getBoundingClientRect();
  const { isUp, roomPx } = placeMenu(line, viewEdges(), body.scrollHeight);
  menu.classList.toggle('is-up', isUp);
  body.style.setProperty('--room', `${roomPx}px`);
};

const closeOn = (menu: HTMLDetailsElement): (() => void) => {
  const over = new AbortController();
  const { signal } = over;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector('summary')?.focus();
  };
  const onPress = ({ target }: PointerEvent): void => {
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
  };
  document.addEventListener('keydown', onKey, { signal });
  document.addEventListener('pointerdown', onPress, { signal });
  return () => over.abort();
};

/** For a `<details>` whose last child is what it opens. */
export const useMenu = () => {
  const ref = useRef<HTMLDetailsElement>(null);
  const isOpen = useSignal(false);
  useEffect(() => {
    if (!isOpen.value || !ref.current) return undefined;
    place(ref.current);
    return closeOn(ref.current);
  }, [isOpen.value]);
  const onToggle = (): void => void (isOpen.value = ref.current?.open ?? false);
  return { ref, onToggle };
};
