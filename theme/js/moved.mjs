// A page that has moved leaves a link to its new place; an id that has moved leaves one at the foot of its page. Both go on from here.

function follow() {
  const place = document.getElementById(location.hash.slice(1));  // `:target` is not set yet when a page opens
  const link = place?.closest(".moved li")?.querySelector("a") ?? document.querySelector("p.moved a");
  if (link) location.replace(link.hash ? link.href : link.href + location.hash);
}

addEventListener("hashchange", follow);
follow();
