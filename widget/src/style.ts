// How it looks. A constructed sheet on the shadow root: `style-src` without 'unsafe-inline' allows it.

/** Screens on which the panel covers the page. */
export const narrow = '(max-width:480px)'

/** Puts the look on `root`; `accent` is `#rgb` or `#rrggbb`, anything else leaves the neutral colours. */
export function dress(root: ShadowRoot, accent: string | undefined): void {
  const css = look + colours(accent || '')
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
  } catch {
    // Browsers of before 2023: a style element, which needs a less strict policy.
    const style = document.createElement('style')
    style.textContent = css
    root.append(style)
  }
}

/** The accent and whichever of black and white reads better on it: at least 4.5:1 on every colour. */
function colours(accent: string): string {
  const hex = accent.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3')
  if (!/^#[\da-f]{6}$/i.test(hex)) return ''
  const [red, green, blue] = [1, 3, 5].map(at => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  const text = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
  return `:host{--hs-accent:${hex};--hs-on:${text}}`
}

const look = `
:host{all:initial!important;position:fixed!important;z-index:2147483000!important;color-scheme:light dark;
--hs-paper:#fff;--hs-ink:#171a21;--hs-quiet:#596070;--hs-line:#7f8797;--hs-soft:#e3e6ec;--hs-bad:#b3261e;--hs-accent:#232938;--hs-on:#fff}
@media(prefers-color-scheme:dark){:host{
--hs-paper:#1b1e26;--hs-ink:#eceef3;--hs-quiet:#a6adbc;--hs-line:#767e90;--hs-soft:#343945;--hs-bad:#ff9c92;--hs-accent:#e6e9f0;--hs-on:#171a21}}
@media print{:host{display:none!important}}
*{box-sizing:border-box;margin:0;font:inherit}
[hidden]{display:none!important}
.launcher,dialog{font:15px/1.45 system-ui,sans-serif;position:fixed;inset:auto;
inset-block-end:calc(16px + env(safe-area-inset-bottom));inset-inline-end:16px}
svg{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
button,a{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-width:44px;min-height:44px;padding:8px 16px;
border:1px solid var(--hs-line);border-radius:10px;background:transparent;color:var(--hs-ink);text-decoration:none;cursor:pointer}
.launcher,.main{background:var(--hs-accent);color:var(--hs-on);border-color:transparent;font-weight:600}
.launcher{border-radius:24px;min-height:48px;max-width:calc(100vw - 32px);box-shadow:0 0 0 1px #fff3,0 4px 16px #0004}
button:hover,a:hover{box-shadow:inset 0 0 0 99px #8883,0 4px 16px #0002}
:focus-visible{outline:2px solid var(--hs-ink);outline-offset:2px}
.launcher:focus-visible{outline-color:#fff;box-shadow:0 0 0 6px #000}
[aria-disabled=true]{opacity:.7;cursor:progress}
dialog{width:384px;max-width:none;max-height:calc(100vh - 32px);max-height:calc(100dvh - 32px);padding:0;border:1px solid var(--hs-soft);
border-radius:16px;overflow:hidden;background:var(--hs-paper);color:var(--hs-ink);box-shadow:0 12px 48px #0004}
dialog[open]{display:flex;flex-direction:column}
header{display:flex;align-items:center;gap:8px;padding:10px 10px 6px;padding-inline-start:20px}
h2{flex:1;font-size:18px;line-height:1.3;font-weight:650;outline:0}
.close{padding:0;border-color:transparent;color:var(--hs-quiet)}
.main-part{overflow:auto;overscroll-behavior:contain;padding:4px 20px 20px}
form,.done{display:flex;flex-direction:column;gap:12px}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 8px}
label{font-weight:550}
.quiet{color:var(--hs-quiet);font-weight:400}
.small{font-weight:400;font-size:13px}
input,textarea{width:100%;min-height:44px;padding:9px 12px;border:1px solid var(--hs-line);border-radius:10px;background:transparent;color:inherit;font-size:16px}
textarea{display:block;min-height:112px;resize:vertical}
input:focus-visible,textarea:focus-visible{outline-offset:-1px}
[aria-invalid]{border-color:var(--hs-bad);box-shadow:inset 0 0 0 1px var(--hs-bad)}
.error{color:var(--hs-bad);overflow-wrap:anywhere}
.error:empty{display:none}
.row .error{width:100%;font-size:14px}
p{overflow-wrap:anywhere}
strong{font-weight:700;font-variant-numeric:tabular-nums}
@media${narrow}{dialog{inset:0;width:100%;height:100%;max-height:none;border:0;border-radius:0;padding-bottom:env(safe-area-inset-bottom)}}
@media(prefers-reduced-motion:no-preference){dialog[open]{animation:rise .16s ease-out}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
`
