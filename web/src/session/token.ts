// The trainer's token: taken out of the URL at once, for a URL is copied and projected.

const storageKey = 'transport-lab-token';

/** The token from the URL that the terminal printed, or the one that this tab was opened with. '' = none. */
export const takeToken = (): string => {
  const url = new URL(location.href);
  const token = url.searchParams.get('token');
  if (token === null) return sessionStorage.getItem(storageKey) ?? '';
  sessionStorage.setItem(storageKey, token);
  url.searchParams.delete('token');
  history.replaceState(null, '', url);
  return token;
};
