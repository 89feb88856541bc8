// What an application with Relay has in its components: a query, and a list that is read page by page.
graphql`
  query PeopleQuery($first: Int, $order: PersonOrder) {
    ...People_list @arguments(first: $first, order: $order)
  }
`;

graphql`
  fragment People_list on Query
    @argumentDefinitions(first: { type: "Int" }, after: { type: "String" }, order: { type: "PersonOrder" })
    @refetchable(queryName: "PeoplePageQuery") {
    people(first: $first, after: $after, orderBy: $order) @connection(key: "People_list_people", filters: ["orderBy"]) {
      edges {
        node {
          id
          name
          updatedAt
        }
      }
    }
  }
`;
