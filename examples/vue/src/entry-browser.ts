import { createSSRApp } from "vue";
import App from "./App.vue";

const account = JSON.parse(document.getElementById("account")!.textContent);

createSSRApp(App, { account }).mount("#app");
