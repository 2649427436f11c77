"""Addresses of customers."""

from __future__ import annotations

from django.urls import path

from wegmarke.desk.customers import (
    account_decisions,
    account_lists,
    account_views,
    backlog_views,
    identity_views,
    searches,
    segments,
    suppressions,
    value_chart,
    values,
    views,
)

app_name = "customers"
urlpatterns = [
    path("", views.customers, name="customers"),
    path("search/", searches.search, name="search"),
    path("value/", values.value_page, name="value"),
    path("value/chart/", value_chart.chart_data, name="value_chart"),
    path("segments/", segments.segments, name="segments"),
    path("segments/keep/", segments.keep, name="keep_segment"),
    path("segments/<int:number>/forget/", segments.forget, name="forget_segment"),
    path("segments/<slug:network>.csv", suppressions.audience_list, name="audience_list"),
    path("suppression/", suppressions.suppression, name="suppression"),
    path("suppression/rules/", suppressions.rules, name="suppression_rules"),
    path("suppression/all.csv", suppressions.as_csv, name="suppression_csv"),
    path("suppression/list/<slug:network>.csv", suppressions.hashed, name="suppression_list"),
    path("suppression/<slug:key>/", suppressions.behind_rule, name="suppression_rule"),
    path("backlog/", backlog_views.backlog_page, name="backlog"),
    path("backlog/csv/", backlog_views.backlog_csv, name="backlog_csv"),
    path("backlog/excel/", backlog_views.backlog_excel, name="backlog_excel"),
    path("accounts/", account_lists.accounts, name="accounts"),
    path("accounts/csv/", account_lists.accounts_csv, name="accounts_csv"),
    path("accounts/excel/", account_lists.accounts_excel, name="accounts_excel"),
    path("accounts/<int:number>/", account_views.account, name="account"),
    path("accounts/<int:number>/join/", account_decisions.join, name="join_account"),
    path("accounts/<int:number>/part/", account_decisions.part, name="part_account"),
    path("accounts/<int:number>/take-back/", account_decisions.take_back, name="take_back_account"),
    path("accounts/<int:number>/rows/<int:file>/<int:row>/", account_views.account_row, name="account_row"),
    path("<int:number>/", views.customer, name="customer"),
    path("<int:number>/identity/", identity_views.identity, name="identity"),
    path("<int:number>/identity/merge/", identity_views.merge, name="merge"),
    path("<int:number>/identity/part/", identity_views.part, name="part"),
    path("<int:number>/identity/take-back/", identity_views.take_back, name="take_back"),
    path("<int:number>/rows/<int:file>/<int:row>/", views.source_row_page, name="source_row"),
]
