/* What a page does besides where scripts run: counts that move, and a button that copies. Everything else needs none of it. */
'use strict';

const count = new Intl.NumberFormat(document.documentElement.lang);
const COUNTS = ['seeders', 'leechers', 'completed'];

function showCounts(counts) {
  for (const [infoHash, figures] of Object.entries(counts)) {
    const place = document.querySelector(`[data-torrent="${infoHash}"]`);
    COUNTS.forEach((name, i) => {
      const cell = place?.querySelector(`[data-count="${name}"]`);
      if (cell) cell.textContent = count.format(figures[i]);
    });
  }
}

/** Only while the page is looked at: a hall of forgotten tabs would hold as many connections. */
function followCounts() {
  const infoHashes = [...document.querySelectorAll('[data-torrent]')].map((place) => place.dataset.torrent);
  if (infoHashes.length === 0) return;
  let source;
  const follow = () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (!source) {
      source = new EventSource(`/live?torrents=${infoHashes.join(',')}`);
      source.addEventListener('counts', ({ data }) => showCounts(JSON.parse(data)));
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

/** The clipboard is for secure pages alone; over plain HTTP a selection is copied, as of old. */
async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

function offerCopies() {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const words = button.textContent;
    button.hidden = false;
    const sayCopied = () => {
      button.focus();
      button.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = words;
      }, 2000);
    };
    button.addEventListener('click', () => void copy(button.dataset.copy).then(sayCopied));
  }
}

followCounts();
offerCopies();
