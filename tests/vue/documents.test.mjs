import { testTheDocuments } from "../support/framework-documents.mjs";

testTheDocuments("vue", { language: "vue" });
