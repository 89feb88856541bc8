export * from "../../tests/page/vendor/codemirror";
