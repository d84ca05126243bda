/* The pipeline picture: the sentence of the mark pointed at or focused stays until another one is, or Escape.
   Without this the sentence shows while its mark is focused, and each mark is a link all the same. */

for (const picture of document.querySelectorAll("[data-pipeline]")) {
  let shown = null;

  const show = (item) => {
    if (item === shown) return;
    shown?.classList.remove("shown");
    item?.classList.add("shown");
    shown = item;
  };
  const itemOf = (target) => target.closest(".marks > li");

  picture.dataset.scripted = "";
  picture.addEventListener("focusin", (event) => {
    const item = itemOf(event.target);
    if (item) show(item);
  });
  picture.addEventListener("pointerover", (event) => {
    if (event.pointerType === "mouse" && event.target.closest(".layer a")) show(itemOf(event.target));
  });
  picture.addEventListener("click", (event) => {
    // A finger cannot hover: its first tap shows the sentence, its second one follows the link.
    const mark = event.target.closest(".layer a");
    if (mark && event.pointerType === "touch" && picture.dataset.tapped !== mark.getAttribute("aria-describedby")) {
      event.preventDefault();
      picture.dataset.tapped = mark.getAttribute("aria-describedby");
      show(itemOf(mark));
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(null);
  });
}
