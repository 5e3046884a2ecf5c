import { testTheDocuments } from "../support/framework-documents.mjs";

testTheDocuments("react", { language: "tsx" });
