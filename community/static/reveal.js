// Lets people look at the password they type. Without it they type it unseen, which works as well.
for (const form of document.querySelectorAll("form[data-show]")) {
  for (const input of form.querySelectorAll("input[type=password]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    const say = (shown) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? form.dataset.hide : form.dataset.show;
    };
    button.addEventListener("click", () => say(input.type === "password"));
    form.addEventListener("submit", () => say(false));
    button.setAttribute("aria-controls", input.id);
    say(false);
    input.after(button);
  }
}
