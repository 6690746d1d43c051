// Which view is shown: it stands behind the # of the address, so every view has a link.

export interface Place { view: string; id: string; filter: URLSearchParams }

function read(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', id = ''] = path.split('/', 2);
  let plain = id;
  try {
    plain = decodeURIComponent(id);
  } catch {
    // as it stands, then
  }
  return { view: view || 'now', id: plain, filter: new URLSearchParams(query) };
}

export const here = $state({ place: read() });
addEventListener('hashchange', () => { here.place = read(); });

export const linkTo = (view: string, id = '', filter = '') => `#/${view}${id ? '/' + encodeURIComponent(id) : ''}${filter}`;

/** Changes the filter without a step back for each letter. */
export function refine(view: string, filter: string) {
  // Whoever is on his way elsewhere is not called back.
  if (location.hash.split('?', 1)[0] !== linkTo(view)) return;
  history.replaceState(null, '', linkTo(view, '', filter));
}
