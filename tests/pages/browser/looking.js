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

// The letters that stand highest and lowest, in every style of text: [what, line in em, ink in em].
window.looking.lines = () => {
  const pen = document.createElement('canvas').getContext('2d');
  const seen = new Map();
  for (const one of document.querySelectorAll('body *')) {
    const speaks = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!speaks || !one.checkVisibility() || one.closest('script, style, noscript, .chi-doc, svg')) continue;
    const style = getComputedStyle(one);
    const size = parseFloat(style.fontSize);
    pen.font = `${style.fontStyle} ${style.fontWeight} 200px ${style.fontFamily}`;
    const ink = pen.measureText('ẴỖỂựợặỹ');
    const kind = one.closest('h1, h2, h3, h4, h5, h6') ? 'heading' : one.matches('p, li, td, dd') ? 'text' : 'other';
    const line = parseFloat(style.lineHeight) / size;
    const height = (ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent) / 200;
    const name = `${one.tagName.toLowerCase()}.${one.className}`;
    if (!(seen.get(name)?.[1] <= line)) seen.set(name, [`${kind} ${name}`, line, height]);
  }
  return [...seen.values()];
};

// In forced colours nothing of ours but borders says what can be pressed, and where one is.
window.looking.faceless = () => [...document.querySelectorAll('main button, main .nut')]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    one.focus({ focusVisible: true });
    const style = getComputedStyle(one);
    const bordered = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) >= 1;
    return !bordered || style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2;
  })
  .map((one) => one.outerHTML.slice(0, 90));
