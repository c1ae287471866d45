// What tests ask of a page as it stands; put into the page by looking.py.
window.looking = {
  async brokenRules(tags) {
    const found = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return found.violations.map((one) => {
      const places = one.nodes.slice(0, 3).map((node) => node.target.join(' '));
      return `${one.id}: ${places.join(', ')}`;
    });
  },

  // Links inside a sentence are as high as its line; a box that is clicked as a whole counts whole.
  smallTargets(least) {
    const all = 'a[href], button, select, summary, input:not([type=hidden])';
    const whole = (one) => (one.matches('[type=checkbox], [type=radio]') && one.closest('label')) || one;
    return [...document.querySelectorAll(all)]
      .filter((one) => one.checkVisibility() && !one.closest('.chi-doc'))
      .filter((one) => getComputedStyle(one).display !== 'inline')
      .map(whole)
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && Math.min(box.width, box.height) < least - 0.5)
      .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 90)}`);
  },

  cutText() {
    return [...document.querySelectorAll('main *, header *, nav *')]
      .filter((one) => getComputedStyle(one).overflow === 'hidden')
      .filter((one) => !one.closest('.chi-doc, svg, .bang'))
      .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.outerHTML.slice(0, 90));
  },

  overflow() {
    const page = document.documentElement;
    return page.scrollWidth - page.clientWidth;
  },

  // Past the policy of contents, as a reader's own settings are.
  spaceOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  },
};
