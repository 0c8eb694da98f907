// The left rail: one link a view, so that it can be opened in another tab too.
import type { TargetedMouseEvent } from 'preact';
import type { LabPage } from '../lab-page.ts';
import { say } from '../text/say.ts';
import { viewIds, views, type ViewId } from '../views.ts';

/** The present URL with another view. */
const hrefOf = (page: LabPage, id: ViewId): string => {
  const url = new URL(page.address.href);
  url.searchParams.set('view', id);
  return url.href;
};

export const Rail = ({ page }: { readonly page: LabPage }) => {
  const open =
    (id: ViewId) =>
    (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      page.state.view.value = id;
    };
  return (
    <nav class="rail" aria-label={say('shell.views')}>
      {viewIds.map((id) => (
        <a
          key={id}
          href={hrefOf(page, id)}
          aria-current={page.state.view.value === id ? 'page' : undefined}
          onClick={open(id)}
        >
          <span class="rail-sign" aria-hidden="true">
            {views[id].sign}
          </span>
          <span class="rail-name">{say(views[id].title)}</span>
        </a>
      ))}
    </nav>
  );
};
