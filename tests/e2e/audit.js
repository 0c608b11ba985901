// Looks at a page as WCAG 2.2 AA does, as far as a machine can: returns a list of complaints.
() => {
  const complaints = [];
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width > 1 && box.height > 1;
  };
  const named = (element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className} “${element.textContent.trim().slice(0, 30)}”`;

  // Colours on the canvas come back as plain numbers, whatever notation the style sheet uses.
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, bottom) => top.slice(0, 3).map((part, at) => (part * top[3] + bottom[at] * (255 - top[3])) / 255);
  const background = (element) => {
    if (!element) return [255, 255, 255];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, background(element.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.textContent.trim() || !seen(element) || element.closest("noscript, .unseen")) continue;
    const style = getComputedStyle(element);
    const behind = background(element);
    const ink = rgba(style.color);
    ink[3] *= Number(style.opacity);
    const size = parseFloat(style.fontSize);
    const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 600) ? 3 : 4.5;
    const ratio = contrast(over(ink, behind), behind);
    if (ratio < enough) complaints.push(`contrast ${ratio.toFixed(2)} < ${enough}: ${named(element)}`);
  }

  for (const control of document.querySelectorAll("button, a[href], input, textarea, select, summary, [role=tab]")) {
    if (!control.checkVisibility() || control.type === "hidden") continue;
    const label = control.getAttribute("aria-label") || control.textContent.trim() || [...(control.labels || [])].map((one) => one.textContent).join("").trim();
    if (!label) complaints.push(`no name: ${named(control)}`);
    const target = control.matches("input[type=file], input[type=radio], input[type=checkbox]") ? control.closest("label") : control;
    const box = target.getBoundingClientRect();
    const inText = target.matches("p a, li a, .skip");
    if (!inText && box.width && (box.height < 43.5 || box.width < 43.5) && !control.closest(".mode, .toast"))
      complaints.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${named(control)}`);
  }

  for (const image of document.images) if (!image.hasAttribute("alt")) complaints.push(`no alt: ${image.src}`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) complaints.push(`id twice: ${id}`);
  for (const pointing of document.querySelectorAll("[aria-labelledby], [aria-controls], label[for]"))
    for (const attribute of ["aria-labelledby", "aria-controls", "for"]) {
      const id = pointing.getAttribute(attribute);
      if (id && !document.getElementById(id)) complaints.push(`${attribute} points nowhere: ${id}`);
    }
  if (document.querySelectorAll("h1").length !== 1) complaints.push("not exactly one h1");
  if (document.querySelectorAll("main").length !== 1) complaints.push("not exactly one main");
  if (!document.documentElement.lang) complaints.push("no language");
  if (document.documentElement.scrollWidth > innerWidth + 1) complaints.push(`scrolls sideways: ${document.documentElement.scrollWidth} > ${innerWidth}`);
  return complaints;
};
